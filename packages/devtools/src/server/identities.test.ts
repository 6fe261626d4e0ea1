import { expect, test } from "vitest";
import { Identities } from "./identities.js";

const ask = { appid: "tt0123456789abcdef", secret: "s3cret" };

test("a code is exchanged once for the identity of its user", () => {
  const identities = new Identities();
  const { code, anonymousCode, isLogin } = identities.login("u1");
  expect(isLogin).toBe(true);
  expect(anonymousCode.length).toBeGreaterThanOrEqual(8);

  const first = identities.exchange({ ...ask, code, anonymous_code: anonymousCode }, ask.appid);
  expect(first).toMatchObject({ err_no: 0, err_tips: "success" });
  expect(first.data?.openid).toHaveLength(36);
  expect(first.data?.anonymous_openid).not.toBe(first.data?.openid);
  expect(Buffer.from(first.data?.session_key ?? "", "base64")).toHaveLength(16);

  expect(identities.exchange({ ...ask, code }, ask.appid)).toMatchObject({
    err_no: 40018,
    err_tips: expect.stringContaining("used before"),
  });
});

test("a user keeps the openid over logins and restarts; users and mini-programs differ", () => {
  const openid = (user: string, appid = ask.appid) => {
    const identities = new Identities();
    return identities.exchange({ ...ask, appid, code: identities.login(user).code }, appid).data?.openid;
  };
  expect(openid("u1")).toBe(openid("u1"));
  expect(openid("u1")).not.toBe(openid("u2"));
  expect(openid("u1")).not.toBe(openid("u1", "ttffffffffffffffff"));
});

test("only what the request asked for is in the answer", () => {
  const identities = new Identities();
  const { anonymousCode } = identities.login("u1");
  expect(identities.exchange({ ...ask, anonymous_code: anonymousCode }, "").data).toMatchObject({
    session_key: "",
    openid: "",
    unionid: "",
    anonymous_openid: expect.stringMatching(/.{36}/),
  });
});

test("each refusal has the platform's number", () => {
  let now = 0;
  const identities = new Identities({ secret: "right", now: () => now });
  const { code, anonymousCode } = identities.login("u1");
  const number = (request: unknown) => identities.exchange(request, ask.appid).err_no;
  expect(number(undefined)).toBe(40015);
  expect(number({ ...ask, appid: "tt1" })).toBe(40015);
  expect(number({ ...ask, code })).toBe(40017);
  expect(number({ ...ask, secret: "right" })).toBe(40000);
  expect(number({ ...ask, secret: "right", code: anonymousCode })).toBe(40018);
  expect(number({ ...ask, secret: "right", anonymous_code: "unknown" })).toBe(40019);
  now = 6 * 60_000;
  expect(identities.exchange({ ...ask, secret: "right", code }, ask.appid)).toMatchObject({
    err_no: 40018,
    err_tips: expect.stringContaining("expired"),
  });
});
