// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! What the document declares about the types that requests carry; the server checks it.

use openapi_runtime::schema::{Property, Schema};

pub(crate) static SESSION_CREATE: Schema = Schema::object(
    &[
        Property::optional(
            "index_ids",
            Schema::list(&Schema::STRING).at_most(10).nullable(),
        ),
    ],
);

pub(crate) static CHAT_PARAMS: Schema = Schema::object(
    &[
        Property::required("index_ids", Schema::list(&Schema::STRING).at_least(1)),
        Property::required("prompt", Schema::STRING.at_most(1000)),
    ],
);

openapi_runtime::validated! {
    SessionCreate = SESSION_CREATE, ChatParams = CHAT_PARAMS
}
