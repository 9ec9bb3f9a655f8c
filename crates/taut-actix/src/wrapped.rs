//! The middleware around a whole application whose type does not depend on it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_service::boxed::{self, BoxService};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::Compat;

/// The service that a middleware of [`Routes::wrap`](crate::Routes::wrap) wraps: the application, with the middleware that was added
/// before.
pub(crate) type Inner = BoxService<ServiceRequest, ServiceResponse, Error>;

/// A service that is still being made.
type Making = Pin<Box<dyn Future<Output = Result<Inner, ()>>>>;

/// Puts a middleware around a service.
type Layer = Rc<dyn Fn(Inner) -> Making>;

/// Middleware, the innermost first.
#[derive(Clone, Default)]
pub(crate) struct Layers(Vec<Layer>);

impl Layers {
    /// Adds a middleware around all others.
    pub(crate) fn add<M, B>(&mut self, middleware: M)
    where
        M: Transform<
                Inner,
                ServiceRequest,
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        B: MessageBody + 'static,
    {
        let middleware = Compat::new(middleware);
        self.0.push(Rc::new(move |inner| {
            let making = middleware.new_transform(inner);
            Box::pin(async move { Ok(boxed::service(making.await?)) })
        }));
    }
}

impl<S> Transform<S, ServiceRequest> for Layers
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Transform = Inner;
    type InitError = ();
    type Future = Making;

    fn new_transform(&self, service: S) -> Making {
        let layers = self.0.clone();
        Box::pin(async move {
            let mut service = boxed::service(service);
            for layer in layers {
                service = layer(service).await?;
            }
            Ok(service)
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::middleware::{Condition, Next, from_fn};
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, HttpResponse, web};

    use super::*;

    /// Notes in a header that a request has come by; or answers it.
    async fn note(
        name: &'static str,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        if request.path() == format!("/{name}") {
            return Ok(request.into_response(HttpResponse::Forbidden().body(name)));
        }
        let mut response = next.call(request).await?.map_into_boxed_body();
        let value = actix_web::http::header::HeaderValue::from_static(name);
        response.headers_mut().append(
            actix_web::http::header::HeaderName::from_static("by"),
            value,
        );
        Ok(response)
    }

    async fn check(path: &str, status: StatusCode, by: &[&str], body: &str) {
        let mut layers = Layers::default();
        layers.add(from_fn(|request, next| note("inner", request, next)));
        layers.add(Condition::new(
            false,
            from_fn(|request, next| note("off", request, next)),
        ));
        layers.add(from_fn(|request, next| note("outer", request, next)));
        let own = web::to(|| async { HttpResponse::Ok().body("own") });
        let app = init_service(App::new().default_service(own).wrap(layers)).await;
        let response = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        assert_eq!(response.status(), status, "{path}");
        let seen: Vec<_> = response
            .headers()
            .get_all("by")
            .filter_map(|value| value.to_str().ok())
            .collect();
        assert_eq!(seen, by, "{path}");
        assert_eq!(read_body(response).await, body, "{path}");
    }

    #[actix_web::test]
    async fn the_last_one_sees_a_request_first_and_may_answer_it() {
        check("/", StatusCode::OK, &["inner", "outer"], "own").await;
        check("/off", StatusCode::OK, &["inner", "outer"], "own").await;
        check("/inner", StatusCode::FORBIDDEN, &["outer"], "inner").await;
        check("/outer", StatusCode::FORBIDDEN, &[], "outer").await;
    }
}
