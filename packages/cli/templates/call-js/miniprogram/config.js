// 业务后端的域名。lianmai dev 会把对它的请求转给 backend/；上线时换成自己的，并用 lianmai settings --domain 允许。
module.exports = { apiHost: "{{ORIGIN}}" };
