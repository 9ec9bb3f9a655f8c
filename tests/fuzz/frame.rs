//! Bytes of a WebSocket in any pieces: nothing panics, no declared length is believed, where the pieces end does not matter, and
//! what is read is what the codec of actix-http reads.

use actix_codec::Decoder as _;
use actix_http::ws::{Codec, Frame, Item};
use allocation_counter::measure;
use bytes::{Bytes, BytesMut};
use taut_actix::frames::{Message, Reader};

/// What was read, and whether a violation has ended it. Of two violations in a frame, either may be seen first.
type Read = (Vec<Message>, bool);

/// Takes the first byte for the length of the pieces, the second for the longest message, and all else for what a browser sends.
pub(crate) fn check(input: &[u8]) {
    let [piece, most, bytes @ ..] = input else {
        return;
    };
    let (piece, most) = (usize::from(*piece) + 1, usize::from(*most) * 257);
    let whole = read_within(bytes, bytes.len().max(1), most);
    assert_eq!(
        whole,
        read_within(bytes, piece, most),
        "pieces of {piece} bytes change what is read"
    );
    assert_eq!(
        whole,
        read_within(bytes, 1, most),
        "single bytes change what is read"
    );
    let (mut messages, ended) = whole;
    // Nothing counts after the end, and nobody asks for its reason, so that it may be any.
    let is_closed = messages
        .iter()
        .position(|message| *message == Message::Close)
        .map(|end| messages.truncate(end))
        .is_some();
    let reference = reference(bytes, most);
    let agree = if ended || is_closed {
        reference.starts_with(&messages)
    } else {
        reference == messages
    };
    assert!(
        agree,
        "{messages:?} instead of {reference:?}, ended: {ended}"
    );
}

/// Reads pieces, and checks what it costs.
fn read_within(bytes: &[u8], piece: usize, most: usize) -> Read {
    let mut read = (Vec::new(), false);
    let heap = measure(|| read = read_pieces(bytes, piece, most));
    let allowed = 8 * bytes.len() as u64 + 64 * 1024;
    assert!(
        heap.bytes_max <= allowed,
        "{} bytes cost {} of heap",
        bytes.len(),
        heap.bytes_max
    );
    read
}

fn read_pieces(bytes: &[u8], piece: usize, most: usize) -> Read {
    let (mut reader, mut messages) = (Reader::default(), Vec::new());
    for piece in bytes.chunks(piece) {
        reader.feed(Bytes::copy_from_slice(piece));
        loop {
            match reader.read(most) {
                Ok(Some(message)) => {
                    assert!(
                        !matches!(&message, Message::Text(text) if text.len() > most),
                        "a message is too long"
                    );
                    messages.push(message);
                }
                Ok(None) => break,
                Err(_) => return (messages, true),
            }
        }
    }
    (messages, false)
}

/// What the codec of actix-http makes of it, until something is wrong or no text.
fn reference(bytes: &[u8], most: usize) -> Vec<Message> {
    let (mut codec, mut buffer, mut messages) = (
        Codec::new().max_size(most),
        BytesMut::from(bytes),
        Vec::new(),
    );
    let mut fragments = BytesMut::new();
    while let Ok(Some(frame)) = codec.decode(&mut buffer) {
        let text = match frame {
            Frame::Text(text) => Some(text),
            Frame::Continuation(Item::FirstText(first)) => {
                fragments = BytesMut::from(first);
                None
            }
            Frame::Continuation(Item::Continue(next)) => {
                fragments.extend_from_slice(&next);
                None
            }
            Frame::Continuation(Item::Last(last)) => {
                fragments.extend_from_slice(&last);
                Some(fragments.split().freeze())
            }
            Frame::Ping(payload) => {
                messages.push(Message::Ping(payload));
                None
            }
            Frame::Pong(payload) => {
                messages.push(Message::Pong(payload));
                None
            }
            Frame::Close(_) | Frame::Binary(_) | Frame::Continuation(Item::FirstBinary(_)) => {
                return messages;
            }
        };
        if let Some(text) = text {
            let Ok(text) = String::from_utf8(text.into()) else {
                return messages;
            };
            messages.push(Message::Text(text));
        }
    }
    messages
}
