/** A connection where WebSockets are blocked: frames come in a stream, and events are posted in their order. */
import { type JoinFrame, TOO_LARGE } from "../facts";
import { PAUSE, PROOF, RETRY } from "../limits";
import { bodyOf, HEADERS, together } from "./posts";

/** How long until a WebSocket is tried again. */
let wait = RETRY;

/** Has the face of a WebSocket. It ends by itself when one can be had instead. A frame has so many bytes at `most`. */
export default function (address: string, most: number): any {
  const abort = new AbortController();
  const { signal } = abort;
  const queue: string[] = [];
  let join: JoinFrame;
  let busy = false;
  let later: any;

  const end = (event: unknown = {}) => {
    if (signal.aborted) return;
    abort.abort();
    clearTimeout(later);
    queueMicrotask(() => own.onclose(event));
  };

  const send = (text: string) => {
    if (join) {
      queue.push(text);
      flush();
    } else {
      join = JSON.parse(text);
      listen(text).then(end, end);
    }
  };

  const post = (body: string, headers?: any) => fetch("http" + address.slice(2), { method: "POST", body, headers: { ...HEADERS, ...headers }, signal });

  /** Posts what waits, or at least that the page is there; one post after the other. */
  const flush = async (knock?: number) => {
    if (busy) return;
    for (busy = true; knock || queue.length; knock = 0) {
      const count = Math.min(queue.length, together(queue, most));
      const { ok, status } = await post(bodyOf(join, queue.slice(0, count))).catch(() => ({}) as Response);
      if (ok) queue.splice(0, count);
      else if (status == 429) await new Promise((done) => setTimeout(done, PAUSE));
      else return end({ code: status == 413 && TOO_LARGE });
    }
    busy = false;
  };

  const listen = async (text: string) => {
    const { ok, body } = await post(text, { accept: "text/event-stream" });
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    while (ok) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split("\n\n");
      rest = events.pop()!;
      events.forEach(take);
    }
  };

  const take = (event: string) => {
    const data = event.slice(6);
    if (event[0] == ":") {
      join[1] = +event.slice(1);
      flush(1);
    } else if (event[0] == "e") end(JSON.parse(event.slice(19)));
    else if (!signal.aborted) {
      if (/^\[-[13],/.test(data)) join[0] = JSON.parse(data)[1];
      own.onmessage({ data });
    }
  };

  /** Tries whether a WebSocket stands by now. */
  const probe = () => {
    const socket = new WebSocket(address);
    setTimeout(() => {
      if (socket.readyState == 1) leave();
      socket.close();
    }, PROOF);
    socket.onclose = () => {
      if (!signal.aborted) later = setTimeout(probe, (wait *= 2));
    };
  };

  /** Makes room for a WebSocket as soon as nothing is on its way. */
  const leave = () => {
    if (busy) setTimeout(leave, 50);
    else end();
  };

  addEventListener("online", probe, { signal });
  later = setTimeout(probe, wait);
  queueMicrotask(() => own.onopen());
  const own: any = { send, close: end };
  return own;
}
