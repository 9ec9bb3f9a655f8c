//! The core of Taut: templates, the typed memo diff, the wire format and the sans-I/O session.
//!
//! This crate does no I/O, reads no clock and spawns nothing. Users access it through the `taut` crate.

mod app_data;
mod asset;
pub mod at_work;
mod attendance;
mod background;
mod block;
mod call;
mod component;
mod components;
mod contents;
mod context;
mod counts;
mod digest;
mod digits;
mod draft;
mod emission;
mod escape;
pub mod event;
mod feed;
mod fingerprint;
mod flat;
mod form;
mod fragment;
pub mod handler;
mod history;
mod items;
mod kept;
mod key;
mod keyed;
mod kind_of;
mod known;
pub mod limits;
mod list;
pub mod outline;
mod panics;
pub mod part;
mod pass;
mod persist;
mod place;
mod props;
#[doc = include_str!("../docs/protocol.md")]
pub mod protocol {}
mod refused;
mod reject;
mod request;
mod route;
mod route_views;
mod sequence;
mod session;
mod settled;
mod short;
mod source;
mod spread;
pub mod template;
mod text;
mod timers;
mod topic;
mod trusted;
mod view;
mod way;
mod wire;
mod work;

pub use app_data::AppData;
pub use asset::{cloned_html, templates_json};
pub use attendance::Attendance;
pub use background::{
    Async, AsyncError, AsyncState, Collected, Collector, Flow, FlowState, Progress, Started, Task,
    TaskControl, collected, hand_on,
};
pub use block::{Arm, Or};
pub use component::{Component, ComponentMemo, StartsInTemplate};
pub use components::SavedComponents;
pub use contents::{ContentTemplates, Contents, NoContents, Slot, SlotMemo, template_of_view};
pub use context::Context;
pub use counts::Counts;
pub use draft::{Draft, DraftOptions, draft_part};
pub use emission::{Emission, NoEvents};
pub use escape::attribute as escape_attribute;
pub use feed::{AsFeed, Feed, FeedList, FeedRows, plain_rows};
#[cfg(feature = "garde")]
pub use form::by_garde::{GardeRules, by_garde};
pub use form::{
    Choice, Date, DateTime, FieldKind, FieldState, Form, FormChoice, FormField, FormFields,
    FormInput, FormRow, FormRows, FormState, FormText, FormValue, Format, HasChoices, Invalid,
    ManyRows, Part, PartMut, Parts, Pattern, Place, RowsState, Rules, Time, by_rule, chosen,
    form_options, new_field, new_parsed_field, refuse_first, ruled,
};
pub use handler::Handler;
pub use key::{Key, recalled};
pub use keyed::{
    Iter as KeyedIter, IterMut as KeyedIterMut, Keyed, KeyedLink, Looped, Pairs as KeyedPairs,
    Picked, PlainLink, Read, follow, looped,
};
pub use known::{Known, Told, json_for_the_browser, known_in_the_browser};
pub use list::{Kept, List, Rows};
pub use panics::{guarded, guarded_later};
pub use part::{
    PartKind, PartMemo, PartPlace, Piece, PieceMemo, Show, Twin, TwinOf, has_memo, memo_of,
    memo_of_content,
};
pub use pass::{Bound, Found, Outer, Pass, SlotPlace};
pub use persist::{OldState, Persist, SaveWhen};
pub use props::{Given, Missing, NoProps, Props, PropsContext, PropsOf};
pub use refused::Refused;
pub use reject::{Reject, below_prefix};
pub use request::{Request, RequestSource};
pub use route::{
    Member, Parameter, PathParameter, QueryMember, QueryValue, Route, RouteReader, RouteWriter,
    member, member_or, parameter,
};
pub use route_views::{PagesOf, RouteViews, RouteVisitor, pages_of};
pub use session::{Order, PageMetadata, Position, Reply, Saved, Session, ViewSession};
pub use source::{FlowValues, Messages, MessagesOf, Receivable, Source, ask, check_messages};
pub use spread::{Attributes, SOURCE_SET_ATTRIBUTES, SpreadMemo, Styles, URL_ATTRIBUTES};
pub use template::{ComponentMetadata, Template};
pub use text::{Digest, Exact, Joined, Shown, Text, Value, exact, shown};
pub use timers::{Timer, TimerId, TimerKey, Timers, timer_key};
pub use topic::presence::{AnyPresence, Presence, PresenceOf, PresenceTopic, Presences};
pub use topic::{
    Hub, MessageQueue, Shared, Stamp, Subscriber, Topic, message_of, publish, subscriptions,
    write_key,
};
pub use topic::{presence, relay};
pub use trusted::{
    AttributeValue, IMAGE_DATA, MEDIA_DATA, REFUSED_URL, Trusted, TrustedHtml, URL_SCHEMES,
};
pub use view::{
    Finished, Handled, HandlerResult, Later, LiveView, MountDefault, MountResult, NoContent,
    Nothing, Pages, Recall, StaticTemplate, View, ViewOf, mount_default, nothing, template_of,
    view_of,
};
pub use wire::{
    Delivery, Event, Join, Joining, ProtocolError, Values, read_delivery, read_join, write_refusal,
};
pub use work::{Done, Work};
