// The test speaks through `tt` as programs have it; a program itself could not reach the window.
Function("return this")().tt = tt;

App({});
