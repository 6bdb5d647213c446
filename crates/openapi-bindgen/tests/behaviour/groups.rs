//! Operations in groups, through a client and a router.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;

use fixture_groups::api::{CatsApi, DogSApi, Implementation, UntaggedApi};
use fixture_groups::*;
use openapi_runtime::{AuthError, Context};

mod in_process;
use in_process::InProcess;

struct Numbers;

impl Authenticate for Numbers {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

impl Implementation for Numbers {
    type Error = Infallible;
}

macro_rules! numbers {
    ($group:ident: $($method:ident $request:ident $response:ident = $number:literal),+) => {
        impl $group<Context<()>> for Numbers {
            $(async fn $method(&self, _: Context<()>, _: $request) -> Result<$response, Infallible> {
                Ok($response::Ok($number))
            })+
        }
    };
}

numbers! { CatsApi:
    cats_0 Cats0Request Cats0Response = 0, cats_1 Cats1Request Cats1Response = 1,
    cats_2 Cats2Request Cats2Response = 2, cats_3 Cats3Request Cats3Response = 3,
    cats_4 Cats4Request Cats4Response = 4, cats_5 Cats5Request Cats5Response = 5,
    cats_6 Cats6Request Cats6Response = 6, cats_7 Cats7Request Cats7Response = 7,
    cats_8 Cats8Request Cats8Response = 8, cats_9 Cats9Request Cats9Response = 9,
    cats_10 Cats10Request Cats10Response = 10, cats_11 Cats11Request Cats11Response = 11
}
numbers! { DogSApi:
    dogs_0 Dogs0Request Dogs0Response = 20, dogs_1 Dogs1Request Dogs1Response = 21,
    dogs_2 Dogs2Request Dogs2Response = 22, dogs_3 Dogs3Request Dogs3Response = 23,
    dogs_4 Dogs4Request Dogs4Response = 24, dogs_5 Dogs5Request Dogs5Response = 25,
    dogs_6 Dogs6Request Dogs6Response = 26, dogs_7 Dogs7Request Dogs7Response = 27
}
numbers! { UntaggedApi:
    plain_0 Plain0Request Plain0Response = 40, plain_1 Plain1Request Plain1Response = 41
}

fn client() -> client::Client {
    client::Client::new("http://localhost", Credentials::default(), InProcess(server::router(Numbers)))
}

#[tokio::test]
async fn each_group_answers() {
    let client = client();
    assert_eq!(client.cats_11().send().await.unwrap(), Cats11Response::Ok(11));
    assert_eq!(client.dogs_7().send().await.unwrap(), Dogs7Response::Ok(27));
    assert_eq!(client.plain_1().send().await.unwrap(), Plain1Response::Ok(41));
}

/// What needs one group alone says so, and what needs all asks for the API.
#[tokio::test]
async fn both_ends_have_the_api_that_has_all_groups() {
    async fn first_cat(cats: &impl CatsApi<(), Error: std::fmt::Debug>) -> Cats0Response {
        cats.cats_0((), Cats0Request::default()).await.unwrap()
    }
    fn is_api<Cx>(_: &impl Api<Cx>) {}
    assert_eq!(first_cat(&client()).await, Cats0Response::Ok(0));
    is_api::<()>(&client());
    is_api::<Context<()>>(&Numbers);
}
