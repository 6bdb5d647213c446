//! The body of a request: its types, and how both ends put it on the wire.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::operations::type_names;
use super::{content, ident, literal, parameter, rust_type, schemas};
use crate::ir::{Api, Body, Content, Media, Multipart, Operation, Part, PartKind, Style};
use crate::markdown::docs;

/// The forms with parts that a body may be.
pub(super) fn forms(body: &Body) -> impl Iterator<Item = &Multipart> {
    body.contents
        .iter()
        .filter_map(|content| match &content.media {
            Media::Multipart(form) => Some(form),
            _ => None,
        })
}

fn bodies(operation: &Operation) -> impl Iterator<Item = &Body> {
    operation.body.iter()
}

/// What both ends know about the parts of forms.
pub(super) fn parts(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let parts = bodies(operation)
        .flat_map(forms)
        .flat_map(|form| &form.parts);
    let parts = parts.filter(|part| !part.is_file());
    let constants = parts.map(|part| {
        let (name, wire) = (static_name(operation, part), &part.wire);
        let schema = match &part.kind {
            PartKind::Constant(value) => quote!(openapi_runtime::schema::Schema::listed(&[#value])),
            _ => schemas::qualified(api, &part.shape),
        };
        let style = matches!(part.kind, PartKind::Json).then(|| parameter::style(Style::Json));
        let style = style.flatten().map(|style| quote!(.style(#style)));
        quote!(static #name: Parameter = Parameter::part(#wire, #schema) #style;)
    });
    constants.collect()
}

fn static_name(operation: &Operation, part: &Part) -> Ident {
    parameter::static_name(operation, "part", &part.field)
}

/// The enum of a body that is one of several, and the structs of forms with parts.
pub(super) fn types(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for body in bodies(operation) {
        if body.contents.len() > 1 {
            items.push(body_enum(api, operation, body));
        }
        items.extend(forms(body).map(|form| form_struct(api, operation, form)));
    }
    items
}

fn body_enum(api: &Api, operation: &Operation, body: &Body) -> TokenStream {
    let name = ident(&body.name);
    let line = format!(
        " The body of [`{}`], one of several.",
        type_names(operation).0
    );
    let derives = content::derives(body.contents.iter());
    let variants = body.contents.iter().map(|content| {
        let (variant, ty) = (ident(&content.variant), content::body_type(api, content));
        let line = format!(" `{}`.", content.media_types.join("`, or `"));
        quote!(#[doc = #line] #variant(#ty))
    });
    quote! {
        #[doc = #line]
        #derives
        pub enum #name { #(#variants),* }
    }
}

fn form_struct(api: &Api, operation: &Operation, form: &Multipart) -> TokenStream {
    let name = ident(&form.name);
    let line = format!(" The parts of the body of [`{}`].", type_names(operation).0);
    let fields = fields(form).map(|part| {
        let text = part
            .docs
            .clone()
            .unwrap_or_else(|| format!("`{}`.", part.wire));
        let docs = docs([text.as_str()]);
        let (field, ty) = (ident(&part.field), part_type(api, part));
        quote!(#docs pub #field: #ty)
    });
    let comparable = !form.parts.iter().any(Part::is_file);
    let clone = comparable.then(|| quote!(, Clone));
    let comparable = comparable.then(|| quote!(, PartialEq));
    let optional = self::fields(form).all(|part| !part.required && part.default.is_none());
    let default = optional.then(|| quote!(, Default));
    quote! {
        #[doc = #line]
        #[derive(Debug #clone #default #comparable)]
        pub struct #name { #(#fields),* }
    }
}

/// The parts that are fields.
fn fields(form: &Multipart) -> impl Iterator<Item = &Part> {
    let parts = form.parts.iter();
    parts.filter(|part| !matches!(part.kind, PartKind::Constant(_)))
}

fn part_type(api: &Api, part: &Part) -> TokenStream {
    let ty = match part.kind {
        PartKind::File(_) => quote!(FilePart),
        PartKind::Files(_) => quote!(Vec<FilePart>),
        _ => rust_type::bare(api, &part.shape, &quote!(types::)),
    };
    if part.required || part.default.is_some() {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

/// How a client writes the body of its request.
pub(super) fn encode(body: &Body) -> TokenStream {
    let field = ident(&body.field);
    let [only] = body.contents.as_slice() else {
        return if body.required {
            quote!(self.#field.write(request)?;)
        } else {
            quote!(if let Some(body) = self.#field { body.write(request)?; })
        };
    };
    let borrows = matches!(only.media, Media::Json | Media::Form(_));
    match (body.required, borrows) {
        (true, true) => encode_content(only, &quote!(&self.#field)),
        (true, false) => encode_content(only, &quote!(self.#field)),
        (false, _) => {
            let write = encode_content(only, &quote!(body));
            let borrow = borrows.then(|| quote!(&));
            quote!(if let Some(body) = #borrow self.#field { #write })
        }
    }
}

/// How a client writes a `value` as one media type: a reference to it, where it is written as JSON or as pairs.
fn encode_content(content: &Content, value: &TokenStream) -> TokenStream {
    let media_type = content.written_type();
    match &content.media {
        Media::Json => quote!(request.json(#media_type, #value)?;),
        Media::Form(styles) => {
            let styles = self::styles(styles);
            quote!(request.form(#styles, #value)?;)
        }
        Media::Text => quote!(request.text(#media_type, #value);),
        Media::Open => quote!(request.content(#value)?;),
        Media::Multipart(_) => quote!(#value.write(request)?;),
        Media::Lines => quote!(request.json_lines(#media_type, #value);),
        _ => quote!(request.bytes(#media_type, #value);),
    }
}

fn styles(styles: &[(String, Style)]) -> TokenStream {
    let styles = styles.iter().filter_map(|(name, style)| {
        let style = parameter::style(*style)?;
        Some(quote!((#name, openapi_runtime::#style)))
    });
    quote!(&[#(#styles),*])
}

/// The client's end of the body's own types.
pub(super) fn write(operation: &Operation) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for body in bodies(operation) {
        if body.contents.len() > 1 {
            let arms = body.contents.iter().map(|content| {
                let variant = ident(&content.variant);
                let borrows = matches!(content.media, Media::Json | Media::Form(_));
                let borrow = borrows.then(|| quote!(&));
                let write = encode_content(content, &quote!(#borrow body));
                quote!(Self::#variant(body) => { #write })
            });
            let write = quote!(match self { #(#arms)* } Ok(()));
            items.push(write_function(&body.name, &write));
        }
        for form in forms(body) {
            let parts = form.parts.iter().map(|part| write_part(operation, part));
            let write = quote! {
                let mut parts = openapi_runtime::client::Parts::new();
                #(#parts)*
                request.parts(parts)
            };
            items.push(write_function(&form.name, &write));
        }
    }
    items
}

fn write_function(name: &str, write: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        #[cfg(feature = "client")]
        impl #name {
            fn write(
                self,
                request: &mut openapi_runtime::client::RequestHead,
            ) -> Result<(), openapi_runtime::client::Error> {
                #write
            }
        }
    }
}

fn write_part(operation: &Operation, part: &Part) -> TokenStream {
    let (wire, field) = (&part.wire, ident(&part.field));
    match &part.kind {
        PartKind::File(media_type) if part.required => {
            quote!(parts.file(#wire, #media_type, self.#field)?;)
        }
        PartKind::File(media_type) => {
            quote!(if let Some(file) = self.#field { parts.file(#wire, #media_type, file)?; })
        }
        PartKind::Files(media_type) => {
            let flatten = (!part.required).then(|| quote!(.into_iter().flatten()));
            quote!(for file in self.#field #flatten { parts.file(#wire, #media_type, file)?; })
        }
        PartKind::Constant(value) => {
            let name = static_name(operation, part);
            quote!(parts.value(&#name, &#value)?;)
        }
        PartKind::Text | PartKind::Json => {
            let name = static_name(operation, part);
            quote!(parts.value(&#name, &self.#field)?;)
        }
    }
}

/// How a server reads the body of its request: an `Option` below its name.
pub(super) fn decode(api: &Api, operation: &Operation, body: &Body) -> TokenStream {
    let field = ident(&body.field);
    if let [only] = body.contents.as_slice()
        && only.is_plain_json()
    {
        let schema = schemas::of_body(api, operation, only);
        let read = ident(if body.required {
            "required_json"
        } else {
            "optional_json"
        });
        return quote!(let #field = call.#read(#schema).await?;);
    }
    let find = ident(if body.required {
        "required_body"
    } else {
        "optional_body"
    });
    let (types, indices) = content::patterns(&body.contents);
    let arms = match body.contents.as_slice() {
        [only] => {
            let read = decode_content(api, operation, only);
            quote!(Some(_) => #read, None => None,)
        }
        several => {
            let name = ident(&body.name);
            let arms = several.iter().zip(&indices).map(|(content, indices)| {
                let variant = ident(&content.variant);
                let read = decode_content(api, operation, content);
                quote!(Some(#(#indices)|*) => #read.map(#name::#variant),)
            });
            quote!(#(#arms)* _ => None,)
        }
    };
    quote!(let #field = match call.#find(&[#(#types),*])? { #arms };)
}

fn decode_content(api: &Api, operation: &Operation, content: &Content) -> TokenStream {
    match &content.media {
        Media::Json => {
            let schema = schemas::of_body(api, operation, content);
            quote!(call.required_json(#schema).await?)
        }
        Media::Form(styles) => {
            let (schema, styles) = (
                schemas::of_body(api, operation, content),
                self::styles(styles),
            );
            quote!(call.form(#schema, #styles).await?)
        }
        Media::Multipart(form) => {
            let name = ident(&form.name);
            quote!(#name::read(call).await?)
        }
        Media::Text => quote!(call.text().await?),
        Media::Open => quote!(Some(call.content())),
        Media::Lines => {
            let schema = schemas::of_body(api, operation, content);
            quote!(Some(call.json_lines(#schema)))
        }
        _ => quote!(Some(call.bytes())),
    }
}

/// The server's end of forms with parts.
pub(super) fn read(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let forms = bodies(operation).flat_map(forms);
    forms.map(|form| read_form(api, operation, form)).collect()
}

fn read_form(api: &Api, operation: &Operation, form: &Multipart) -> TokenStream {
    let name = ident(&form.name);
    let reads = form.parts.iter().map(|part| {
        let (wire, field) = (&part.wire, ident(&part.field));
        let prefix = if part.required {
            "required"
        } else {
            "optional"
        };
        let part_read = ident(&format!("{prefix}_part"));
        match &part.kind {
            PartKind::File(_) if part.required => {
                quote!(let #field = call.required_file(&mut parts, #wire);)
            }
            PartKind::File(_) => quote!(let #field = parts.file(#wire);),
            PartKind::Files(_) if part.required => {
                quote!(let #field = call.required_files(&mut parts, #wire);)
            }
            PartKind::Files(_) => quote!(let #field = parts.files(#wire);),
            PartKind::Constant(_) => {
                let name = static_name(operation, part);
                quote!(call.#part_read::<String>(&parts, &#name);)
            }
            PartKind::Text | PartKind::Json => {
                let name = static_name(operation, part);
                quote!(let #field = call.#part_read(&parts, &#name);)
            }
        }
    });
    let values = fields(form).map(|part| {
        let field = ident(&part.field);
        match &part.default {
            Some(default) if !part.required => {
                let default = literal::or_default(api, default);
                quote!(#field: #field #default)
            }
            _ => quote!(#field),
        }
    });
    let required: Vec<_> = fields(form)
        .filter(|part| part.required)
        .map(|part| ident(&part.field))
        .collect();
    // What is missing is a fault already.
    let present = match required.as_slice() {
        [] => None,
        [only] => Some(quote!(let Some(#only) = #only else { return Ok(None); };)),
        several => Some(quote! {
            let (#(Some(#several)),*) = (#(#several),*) else { return Ok(None); };
        }),
    };
    let mutable = form.parts.iter().any(Part::is_file).then(|| quote!(mut));
    let parts = if form.parts.is_empty() {
        ident("_parts")
    } else {
        ident("parts")
    };
    quote! {
        #[cfg(feature = "server")]
        impl #name {
            async fn read(
                call: &mut openapi_runtime::server::Call,
            ) -> Result<Option<Self>, openapi_runtime::server::Refusal> {
                let #mutable #parts = call.parts().await?;
                #(#reads)*
                #present
                Ok(Some(Self { #(#values),* }))
            }
        }
    }
}
