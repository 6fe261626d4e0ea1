/** 一页最多九格。 */
const PAGE_SIZE = 9;

/** 几个人用几列几行：1 全屏，2 上下，3-6 两列，7-9 三列。 */
function shapeFor(count) {
  if (count <= 1) return { columns: 1, rows: 1 };
  if (count === 2) return { columns: 1, rows: 2 };
  if (count <= 4) return { columns: 2, rows: 2 };
  if (count <= 6) return { columns: 2, rows: 3 };
  return { columns: 3, rows: 3 };
}

/**
 * 每一格的位置。画面用绝对定位：人来人去时，同一个人的格子平滑移动，而不是跳动。
 *
 * @param {number} count 人数
 * @param {number} enlarged 放大的是第几格，-1 为没有
 * @returns {{pages: number, styles: string[]}} 宽度以一页为 100%
 */
function layout(count, enlarged) {
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const { columns, rows } = shapeFor(count);
  const styles = [];
  for (let index = 0; index < count; index++) {
    const page = Math.floor(index / PAGE_SIZE);
    const place = index % PAGE_SIZE;
    const full = index === enlarged;
    const column = full ? 0 : place % columns;
    const row = full ? 0 : Math.floor(place / columns);
    const width = full ? 100 : 100 / columns;
    const height = full ? 100 : 100 / rows;
    styles.push(
      `left:${percent((page * 100 + column * width) / pages)};top:${percent(row * height)};` +
        `width:${percent(width / pages)};height:${percent(height)};z-index:${full ? 2 : 1}`,
    );
  }
  return { pages, styles };
}

function percent(value) {
  return `${Math.round(value * 1000) / 1000}%`;
}

module.exports = { layout };
