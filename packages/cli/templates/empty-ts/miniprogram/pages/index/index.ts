Page({
  data: { greeting: "你好，{{NAME}}" },
});
