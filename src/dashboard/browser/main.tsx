import { render } from "preact";
import { App } from "./app.tsx";
import { learnSession } from "./session.ts";

const place = document.getElementById("app");
if (place !== null) render(<App />, place);
void learnSession();
