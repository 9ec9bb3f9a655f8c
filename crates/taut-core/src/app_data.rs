//! The application's data, which handlers and `mount` can ask for by type.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The application's data: at most one value of each type.
///
/// Handlers get it from [`Context::data`](crate::Context::data). `taut::serve` takes it with `app.data(…)`; in an
/// application of your own, add it to that of actix:
///
/// ```
/// use std::sync::Arc;
/// use taut_core::AppData;
///
/// struct Greeting(String);
///
/// let data = AppData::default().with(Arc::new(Greeting("Hello".to_owned())));
/// assert_eq!(data.get::<Greeting>().unwrap().0, "Hello");
/// // actix_web::App::new().app_data(data)
/// ```
#[derive(Clone, Default)]
pub struct AppData(Option<Arc<Values>>);

type Values = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

impl AppData {
    /// Adds a value, in the place of another one of its type.
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(self, value: Arc<T>) -> Self {
        let mut values = self.0.unwrap_or_default();
        Arc::make_mut(&mut values).insert(TypeId::of::<T>(), value);
        Self(Some(values))
    }

    /// The value of a type, if there is one.
    #[must_use]
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let value = self.0.as_ref()?.get(&TypeId::of::<T>())?;
        Arc::clone(value).downcast().ok()
    }
}

impl fmt::Debug for AppData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.as_ref().map_or(0, |values| values.len());
        write!(f, "AppData({count} values)")
    }
}
