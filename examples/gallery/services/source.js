/** 按属性现在的值写出标签，可以直接贴进 TTML。 */
function tagSource(tag, attributes, events, inner) {
  const lines = attributes.flatMap(({ name, value }) => {
    if (value === true) return [name];
    if (value === false || value === "") return [];
    return [`${name}="${String(value).replace(/"/g, "&quot;")}"`];
  });
  const all = [...lines, ...events.map((event) => `bind${event}="on${event[0].toUpperCase()}${event.slice(1)}"`)];
  const head = all.length > 1 ? `<${tag}\n  ${all.join("\n  ")}\n` : `<${[tag, ...all].join(" ")}`;
  if (inner) return `${head}>\n  ${inner}\n</${tag}>`;
  return all.length > 1 ? `${head}/>` : `${head} />`;
}

module.exports = { tagSource };
