/** Takes over the page that the server has rendered. */
import { start } from "./connection";
import { call, of } from "./dom";
import { find } from "./instance";
import { read } from "./templates";

const { token, templates } = call(document, "querySelector", "script[data-token]").dataset;
const table = read(await (await fetch(templates)).json());
const root = table._html[1] == "!" ? document : of(document, "body");
call(root, "normalize");
start(find(table, of(root, "firstChild")), token, templates);
