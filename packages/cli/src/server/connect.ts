import { CommandError } from "../errors.js";
import { say } from "../terminal/language.js";
import { Credentials, chooseServer } from "./credentials.js";
import { Programs } from "./programs.js";
import { ServerClient } from "./server-client.js";

export interface Connection {
  client: ServerClient;
  programs: Programs;
}

/**
 * A connection in the name of who is signed in; for machines without a sign-in LIANMAI_TOKEN is the token.
 *
 * @throws CommandError `not-signed-in`
 */
export function connect(given: string | undefined, ofProject: string | undefined): Connection {
  const credentials = new Credentials();
  const server = chooseServer(given, ofProject, credentials);
  const credential = credentials.get(server);
  const token = process.env.LIANMAI_TOKEN || credential?.token;
  if (token === undefined) {
    throw new CommandError(
      "not-signed-in",
      say(
        `还没有登录 ${server}：请执行 lianmai login ${server}`,
        `You are not signed in to ${server}: run lianmai login ${server}`,
      ),
    );
  }
  const client = new ServerClient({ server, token, ...(credential?.ca === undefined ? {} : { ca: credential.ca }) });
  return { client, programs: new Programs(client) };
}
