// 业务后端的地址。开发时由 lianmai dev 转到 examples/backend；上线时换成自己的域名，并加入 request 合法域名。
module.exports = { apiHost: "https://rtc-demo.example.com" };
