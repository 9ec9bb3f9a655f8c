//! WebSocket frames, read and written without trusting their headers.
//!
//! actix-http waits for a frame's declared length before it looks at the limit, so the length is read
//! here first. Messages in fragments are put together up to the same limit.

use actix_http::ws::{CloseCode, OpCode, Parser, ProtocolError};
use bytes::{Bytes, BytesMut};
use flate2::{Compress, Compression, FlushCompress, Status};

/// The longest payload of a control frame (RFC 6455, 5.5).
const MAX_CONTROL_BYTES: usize = 125;

/// A message of a browser.
#[derive(Debug, PartialEq, Eq)]
pub enum Message {
    /// A frame of the protocol.
    Text(String),
    /// Asks whether the server is there.
    Ping(Bytes),
    /// Answers a ping.
    Pong(Bytes),
    /// The browser has a frame, and all before it.
    Seen(u32),
    /// The end.
    Close,
}

/// The reason why a connection must end, with the code that tells the browser.
#[derive(Debug)]
pub struct Violation {
    /// The code of the close frame.
    pub code: CloseCode,
    /// The reason, in words of ours.
    pub why: &'static str,
}

impl From<ProtocolError> for Violation {
    fn from(_: ProtocolError) -> Self {
        violation(CloseCode::Protocol, "not a WebSocket frame")
    }
}

fn violation(code: CloseCode, why: &'static str) -> Violation {
    Violation { code, why }
}

/// Reads messages out of bytes as they come.
#[derive(Debug, Default)]
pub struct Reader {
    buffer: BytesMut,
    /// A message of which not all fragments are here.
    fragments: Option<Vec<u8>>,
}

impl Reader {
    /// Takes bytes from the network.
    pub fn feed(&mut self, bytes: Bytes) {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::from(bytes);
        } else {
            self.buffer.extend_from_slice(&bytes);
        }
    }

    /// Gives the next message, if all of it is here; none is longer than so many bytes.
    pub fn read(&mut self, most: usize) -> Result<Option<Message>, Violation> {
        loop {
            check_header(&self.buffer, most)?;
            let Some((finished, opcode, payload)) = Parser::parse(&mut self.buffer, true, most)?
            else {
                if self.buffer.is_empty() {
                    // An idle connection keeps no buffer.
                    self.buffer = BytesMut::new();
                }
                return Ok(None);
            };
            if let Some(message) =
                self.message(finished, opcode, payload.unwrap_or_default(), most)?
            {
                return Ok(Some(message));
            }
        }
    }

    fn message(
        &mut self,
        finished: bool,
        opcode: OpCode,
        payload: BytesMut,
        most: usize,
    ) -> Result<Option<Message>, Violation> {
        let is_control = matches!(opcode, OpCode::Ping | OpCode::Pong | OpCode::Close);
        if is_control && (!finished || payload.len() > MAX_CONTROL_BYTES) {
            return Err(violation(
                CloseCode::Protocol,
                "a control frame is in fragments, or too long",
            ));
        }
        match (opcode, &mut self.fragments) {
            (OpCode::Ping, _) => Ok(Some(Message::Ping(payload.freeze()))),
            (OpCode::Pong, _) => Ok(Some(Message::Pong(payload.freeze()))),
            (OpCode::Close, _) => Ok(Some(Message::Close)),
            (OpCode::Text, None) if finished => text(payload.into()).map(Some),
            (OpCode::Text, None) => {
                self.fragments = Some(payload.into());
                Ok(None)
            }
            (OpCode::Continue, Some(fragments)) => {
                if fragments.len() + payload.len() > most {
                    return Err(violation(CloseCode::Size, "the message is too large"));
                }
                fragments.extend_from_slice(&payload);
                let whole = if finished {
                    self.fragments.take()
                } else {
                    None
                };
                whole.map(text).transpose()
            }
            (OpCode::Binary, _) => Err(violation(
                CloseCode::Unsupported,
                "only text is spoken here",
            )),
            _ => Err(violation(CloseCode::Protocol, "a fragment is out of order")),
        }
    }
}

fn text(payload: Vec<u8>) -> Result<Message, Violation> {
    String::from_utf8(payload)
        .map(Message::Text)
        .map_err(|_| violation(CloseCode::Invalid, "the text is not UTF-8"))
}

/// Refuses a frame that declares more than it may, before anything waits for it.
fn check_header(buffer: &[u8], most: usize) -> Result<(), Violation> {
    let declared = match *buffer {
        [_, length, ..] if length & 127 < 126 => u64::from(length & 127),
        [_, length, high, low, ..] if length & 127 == 126 => {
            u64::from(u16::from_be_bytes([high, low]))
        }
        [_, length, a, b, c, d, e, f, g, h, ..] if length & 127 == 127 => {
            u64::from_be_bytes([a, b, c, d, e, f, g, h])
        }
        _ => 0,
    };
    let fits = usize::try_from(declared).is_ok_and(|declared| declared <= most);
    fits.then_some(())
        .ok_or_else(|| violation(CloseCode::Size, "the frame is too large"))
}

/// Appends a frame of the protocol, compressed if it has so many bytes.
pub(crate) fn write(out: &mut BytesMut, frame: &[u8], compressed_bytes: usize) {
    if frame.len() < compressed_bytes {
        return Parser::write_message(out, frame, OpCode::Text, true, false);
    }
    match deflate(frame) {
        Some(compressed) => Parser::write_message(out, compressed, OpCode::Binary, true, false),
        None => Parser::write_message(out, frame, OpCode::Text, true, false),
    }
}

/// Compresses with a state that all connections of a thread share, since each would cost 300 KB.
fn deflate(frame: &[u8]) -> Option<Vec<u8>> {
    thread_local! {
        static DEFLATE: std::cell::RefCell<Compress> = std::cell::RefCell::new(Compress::new(Compression::new(3), false));
    }
    DEFLATE.with_borrow_mut(|deflate| {
        deflate.reset();
        let mut compressed = Vec::with_capacity(frame.len() / 2 + 64);
        let status = deflate
            .compress_vec(frame, &mut compressed, FlushCompress::Finish)
            .ok()?;
        (status == Status::StreamEnd).then_some(compressed)
    })
}

#[cfg(test)]
mod tests {
    use taut_core::limits::MAX_FRAME_BYTES;

    use super::*;

    /// A frame as a browser sends it, with an all-zero mask.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap_or(0);
        [&[first, 128 | length, 0, 0, 0, 0], payload].concat()
    }

    fn read(bytes: &[u8]) -> Result<Vec<Message>, Violation> {
        let mut reader = Reader::default();
        let mut messages = Vec::new();
        for byte in bytes {
            reader.feed(Bytes::copy_from_slice(&[*byte]));
            while let Some(message) = reader.read(MAX_FRAME_BYTES)? {
                messages.push(message);
            }
        }
        Ok(messages)
    }

    fn check(bytes: &[u8], expected: Result<&[Message], CloseCode>) {
        match (read(bytes), expected) {
            (Ok(messages), Ok(expected)) => assert_eq!(messages, expected),
            (Err(violation), Err(code)) => assert_eq!(violation.code, code, "{}", violation.why),
            (found, expected) => unreachable!("{found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn messages_come_whole_or_in_fragments() {
        check(&frame(0x81, b"[1]"), Ok(&[Message::Text("[1]".into())]));
        let parts = [frame(0x01, b"[1"), frame(0x89, b"p"), frame(0x80, b"]")].concat();
        check(
            &parts,
            Ok(&[
                Message::Ping(Bytes::from_static(b"p")),
                Message::Text("[1]".into()),
            ]),
        );
    }

    #[test]
    fn a_broken_frame_ends_the_connection() {
        check(&frame(0x80, b"x"), Err(CloseCode::Protocol));
        check(
            &[frame(0x01, b"x"), frame(0x81, b"y")].concat(),
            Err(CloseCode::Protocol),
        );
        check(&frame(0x82, b"x"), Err(CloseCode::Unsupported));
        check(&frame(0x81, b"\xff"), Err(CloseCode::Invalid));
        check(&[0x81, 0x03], Err(CloseCode::Protocol));
        check(&frame(0x09, b"x"), Err(CloseCode::Protocol));
        check(
            &[&[0x89, 0xfe, 0, 126, 0, 0, 0, 0][..], &[0; 126]].concat(),
            Err(CloseCode::Protocol),
        );
        check(&[0xf1, 0x83, 0, 0, 0, 0], Err(CloseCode::Protocol));
    }

    #[test]
    fn a_declared_length_is_refused_from_the_header() {
        check(&[0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1], Err(CloseCode::Size));
        check(
            &[0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0],
            Err(CloseCode::Size),
        );
    }
}
