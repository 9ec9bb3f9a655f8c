//! What a handler with `#[on]` receives from: a topic, or a flow of the view.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::topic::{Hub, Shared, Topic};

/// The values of a flow that a view can take, whatever their type is.
pub trait FlowValues: Send + Sync {
    /// The number of values that can be taken.
    fn count(&self) -> usize;

    /// Takes the next value. When there is none left, the stream goes on.
    fn take(&self) -> Option<Shared>;
}

/// Where the values come from that a handler with `#[on]` receives.
pub enum Source {
    /// A topic; these are the channels of its type.
    Topic(&'static Hub),
    /// The stream that a flow was last started with.
    Flow(Arc<dyn FlowValues>),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(hub) => f.debug_tuple("Topic").field(hub).finish(),
            Self::Flow(_) => f.write_str("Flow"),
        }
    }
}

/// What `#[on(…)]` can name: a topic, a [`Flow`](crate::Flow), or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a topic nor a flow",
    label = "expected a topic, such as `Room(self.id)`, or a `Flow`",
    note = "a topic is declared with its key and its message: `topic!(Room(id: u32) -> Said);`",
    note = "a flow is a field of the view: `readings: Flow<Reading>`"
)]
pub trait Receivable {
    /// What a handler takes, by reference.
    type Message: Send + Sync + 'static;

    /// The source, and its key, if it is a topic; nothing if there is none at the moment.
    #[doc(hidden)]
    fn __source(&self, key: &mut Vec<u8>) -> Option<Source>;
}

#[diagnostic::do_not_recommend]
impl<T: Topic> Receivable for T {
    type Message = T::Message;

    fn __source(&self, key: &mut Vec<u8>) -> Option<Source> {
        let is_asked = self.__write_key(key);
        is_asked.then(|| Source::Topic(T::__hub()))
    }
}

/// The messages of a topic or a flow, as a type.
#[derive(Debug)]
pub struct Messages<M>(PhantomData<M>);

/// Messages of a type; each type of messages is one of its own.
#[diagnostic::on_unimplemented(
    message = "this handler doesn't take what it receives",
    label = "expected the type in `{Self}`, found `{M}`",
    note = "a handler of `topic!(Room(id: u32) -> Said)` takes `&Said`, and one of a `Flow<Reading>` takes `&Reading`"
)]
pub trait MessagesOf<M> {}

impl<M> MessagesOf<M> for Messages<M> {}

/// The source that a view asks for, with its key; also what comes from it.
pub fn ask<R: Receivable + ?Sized>(
    receivable: &R,
    key: &mut Vec<u8>,
) -> (Option<Source>, Messages<R::Message>) {
    (receivable.__source(key), Messages(PhantomData))
}

/// Checks that messages are of a type.
pub fn check_messages<M, T: MessagesOf<M>>(_: T) {}
