const { playground } = require("../../services/playground");
Page(
  playground({
    attributes: [
      {
        name: "nodes",
        kind: "text",
        value:
          '<h3>标题</h3><p>一段 <b>粗体</b>、<span style="color:#d9194a">红字</span>。</p><ul><li>甲</li><li>乙</li></ul>',
      },
      { name: "space", kind: "choice", value: "", options: ["", "ensp", "emsp", "nbsp"] },
    ],
    data: {
      /** 同样的内容也可以写成数组。 */
      nodes: [{ name: "p", attrs: { style: "color: #3b6ef5" }, children: [{ type: "text", text: "数组写法的节点" }] }],
    },
  }),
);
