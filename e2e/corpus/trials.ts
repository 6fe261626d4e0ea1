import type { Specimen } from "./tdesign.js";

/** What is done to a component, and what must be seen afterwards. */
export interface Trial extends Specimen {
  /** Selectors to tap, one after the other. */
  taps?: string[];
  /** Text for the field at a selector. */
  types?: [selector: string, text: string];
  /** The event that reaches the page: its type and its detail as JSON. */
  event?: string;
  /** A selector that matches something visible afterwards and nothing before. */
  appears?: string;
}

const OPEN = `<t-button class="open" bind:tap="open">打开</t-button>`;
const openCode = "open() { this.setData({ visible: true }) },";
const PAIR = [
  { label: "全部", value: "a" },
  { label: "最新", value: "b" },
];
const TREE = [
  {
    label: "省",
    value: "1",
    children: [
      { label: "市", value: "11" },
      { label: "县", value: "12" },
    ],
  },
];

/** Components of tdesign-miniprogram by name, each with what a user does to it. */
export const TRIALS: Record<string, Trial> = {
  button: { ttml: `<t-button bind:tap="onEvent">按钮</t-button>`, taps: [".t-button"], event: "tap " },
  switch: {
    ttml: `<t-switch bind:change="onEvent" />`,
    taps: [".t-switch__body"],
    event: 'change {"value":true}',
    appears: ".t-switch__body--checked",
  },
  stepper: {
    ttml: `<t-stepper value="{{3}}" bind:change="onEvent" />`,
    taps: [".t-stepper__plus", ".t-stepper__plus"],
    event: 'change {"value":5}',
  },
  checkbox: {
    ttml: `<t-checkbox label="同意" bind:change="onEvent" />`,
    taps: [".t-checkbox"],
    event: 'change {"context":{"value":null,"label":"同意"},"checked":true}',
    appears: ".t-checkbox__icon--checked",
  },
  "checkbox-group": {
    ttml: `<t-checkbox-group bind:change="onEvent"><t-checkbox value="a" label="甲" /><t-checkbox value="b" label="乙" /></t-checkbox-group>`,
    taps: [".t-checkbox:nth-child(2)", ".t-checkbox:nth-child(1)"],
    event: 'change {"value":["b","a"]',
  },
  "radio-group": {
    ttml: `<t-radio-group bind:change="onEvent"><t-radio value="a" label="甲" /><t-radio value="b" label="乙" /></t-radio-group>`,
    taps: [".t-radio:nth-child(2)"],
    event: 'change {"value":"b"}',
    appears: ".t-radio:nth-child(2) .t-radio__icon--checked",
  },
  rate: {
    ttml: `<t-rate value="{{2}}" bind:change="onEvent" />`,
    taps: [".t-rate__icon:nth-child(4)"],
    event: 'change {"value":4}',
  },
  input: {
    ttml: `<t-input label="姓名" placeholder="请输入" bind:change="onEvent" />`,
    types: [".t-input input", "小林"],
    event: 'change {"value":"小林"',
  },
  textarea: {
    ttml: `<t-textarea maxlength="10" indicator bind:change="onEvent" />`,
    types: [".t-textarea textarea", "四个汉字"],
    event: 'change {"value":"四个汉字"',
    appears: '.t-textarea__indicator:has-text("4 / 10")',
  },
  search: {
    ttml: `<t-search placeholder="搜索" bind:change="onEvent" />`,
    types: [".t-search input", "连麦"],
    event: 'change {"value":"连麦"',
    appears: ".t-search__clear",
  },
  tabs: {
    ttml: `<t-tabs default-value="a" bind:change="onEvent"><t-tab-panel label="页一" value="a">内容一</t-tab-panel><t-tab-panel label="页二" value="b">内容二</t-tab-panel></t-tabs>`,
    taps: [".t-tabs__item:nth-child(2)"],
    event: 'change {"value":"b","label":"页二"}',
    appears: '.t-tab-panel:has-text("内容二")',
  },
  collapse: {
    ttml: `<t-collapse bind:change="onEvent"><t-collapse-panel header="标题" value="0">内容</t-collapse-panel></t-collapse>`,
    taps: [".t-collapse-panel__title"],
    event: 'change {"value":["0"]}',
  },
  cell: {
    ttml: `<t-cell-group><t-cell title="单元格" note="说明" arrow bind:click="onEvent" /></t-cell-group>`,
    taps: [".t-cell"],
    event: "click ",
  },
  tag: { ttml: `<t-tag closable bind:close="onEvent">标签</t-tag>`, taps: [".t-tag__icon-close"], event: "close " },
  "check-tag": {
    ttml: `<t-check-tag content="可选" bind:change="onEvent" />`,
    taps: [".t-tag"],
    event: 'change {"checked":true}',
    appears: ".t-tag--checked",
  },
  dialog: {
    ttml: `${OPEN}<t-dialog visible="{{visible}}" title="标题" content="问一句" confirm-btn="好" cancel-btn="不" bind:confirm="onEvent" />`,
    data: { visible: false },
    code: openCode,
    taps: [".open .t-button, .open", ".t-dialog__button--confirm"],
    event: "confirm ",
  },
  popup: {
    ttml: `${OPEN}<t-popup visible="{{visible}}" placement="bottom" bind:visible-change="onEvent"><view id="inside">弹出内容</view></t-popup>`,
    data: { visible: false },
    code: openCode,
    taps: [".open .t-button, .open", ".t-overlay"],
    event: 'visible-change {"visible":false,"trigger":"overlay"}',
    appears: "#inside",
  },
  "action-sheet": {
    ttml: `${OPEN}<t-action-sheet visible="{{visible}}" items="{{items}}" bind:selected="onEvent" />`,
    data: { visible: false, items: ["第一", "第二"] },
    code: openCode,
    taps: [".open .t-button, .open", '.t-action-sheet__list-item:has-text("第二")'],
    event: 'selected {"selected":"第二","index":1}',
  },
  toast: {
    head: `import Toast from "tdesign-miniprogram/toast/index";`,
    ttml: `${OPEN}<t-toast id="t-toast" />`,
    code: `open() { Toast({ context: this, selector: "#t-toast", message: "轻提示", duration: 60000 }) },`,
    taps: [".open .t-button, .open"],
    appears: '.t-toast:has-text("轻提示")',
  },
  message: {
    head: `import Message from "tdesign-miniprogram/message/index";`,
    ttml: `${OPEN}<t-message id="t-message" />`,
    code: `open() { Message.info({ context: this, offset: [20, 32], content: "一条消息", duration: 60000 }) },`,
    taps: [".open .t-button, .open"],
    appears: '.t-message:has-text("一条消息")',
  },
  progress: {
    ttml: `<t-progress percentage="{{percentage}}" /><view class="more" bind:tap="more">更多</view>`,
    data: { percentage: 20 },
    code: "more() { this.setData({ percentage: 80 }) },",
    taps: [".more"],
    appears: '.t-progress:has-text("80%")',
  },
  badge: {
    ttml: `<t-badge count="{{count}}"><t-icon name="notification" /></t-badge><view class="more" bind:tap="more">更多</view>`,
    data: { count: 5 },
    code: "more() { this.setData({ count: 120 }) },",
    taps: [".more"],
    appears: '.t-badge:has-text("99+")',
  },
  skeleton: {
    ttml: `<t-skeleton loading="{{loading}}" row-col="{{[1, 2]}}"><view id="real">真内容</view></t-skeleton><view class="more" bind:tap="more">完成</view>`,
    data: { loading: true },
    code: "more() { this.setData({ loading: false }) },",
    taps: [".more"],
    appears: "#real",
  },
  "notice-bar": {
    ttml: `<t-notice-bar visible content="公告" bind:click="onEvent" />`,
    taps: [".t-notice-bar__content-wrap"],
    event: 'click {"trigger":"content"}',
  },
  steps: {
    ttml: `<t-steps current="{{0}}" bind:change="onEvent"><t-step-item title="一" /><t-step-item title="二" /></t-steps>`,
    taps: [".t-steps-item:nth-child(2)"],
    event: 'change {"previous":0,"current":1}',
  },
  "count-down": { ttml: `<t-count-down time="{{1200}}" bind:finish="onEvent" />`, event: "finish " },
  "dropdown-menu": {
    ttml: `<t-dropdown-menu><t-dropdown-item options="{{options}}" value="a" bind:change="onEvent" /></t-dropdown-menu>`,
    data: { options: PAIR },
    taps: [".t-dropdown-menu__item", '.t-dropdown-item .t-radio:has-text("最新")'],
    event: 'change {"value":"b"}',
  },
  picker: {
    ttml: `<t-picker visible value="{{['a']}}" confirm-btn="确定" bind:confirm="onEvent"><t-picker-item options="{{options}}" /></t-picker>`,
    data: { options: PAIR },
    taps: [".t-picker__confirm"],
    event: 'confirm {"value":["a"],"label":["全部"]',
  },
  "side-bar": {
    ttml: `<t-side-bar value="0" bind:change="onEvent"><t-side-bar-item value="0" label="一" /><t-side-bar-item value="1" label="二" /></t-side-bar>`,
    taps: [".t-side-bar-item:nth-child(2)"],
    event: 'change {"value":"1","label":"二"}',
  },
  "tab-bar": {
    ttml: `<t-tab-bar fixed="{{false}}" value="a" bind:change="onEvent"><t-tab-bar-item value="a" icon="home">首页</t-tab-bar-item><t-tab-bar-item value="b" icon="user">我的</t-tab-bar-item></t-tab-bar>`,
    taps: ['.t-tab-bar-item__content:has-text("我的")'],
    event: 'change {"value":"b"}',
  },
  "tree-select": {
    ttml: `<t-tree-select options="{{options}}" value="{{['1', '11']}}" bind:change="onEvent" />`,
    data: { options: TREE },
    taps: ['.t-radio:has-text("县")'],
    event: 'change {"value":["1","12"],"level":1}',
  },
  grid: {
    ttml: `<t-grid column="{{2}}"><t-grid-item text="甲" icon="home" bind:click="onEvent" /><t-grid-item text="乙" /></t-grid>`,
    taps: ['.t-grid-item:has-text("甲")'],
    event: "click ",
  },
  segmented: {
    ttml: `<t-segmented options="{{['一', '二']}}" bind:change="onEvent" />`,
    taps: [".t-segmented-item-1"],
    event: "change ",
  },
  // A property of this component is called `data`, as the engine calls its own.
  table: {
    ttml: `<t-table columns="{{columns}}" data="{{rows}}" row-key="id" /><view class="more" bind:tap="more">更多</view>`,
    data: { columns: [{ colKey: "id", title: "编号" }], rows: [{ id: "一" }] },
    code: 'more() { this.setData({ rows: [{ id: "一" }, { id: "二" }] }) },',
    taps: [".more"],
    appears: '.t-table__td:has-text("二")',
  },
  // Its SJS code listens for changes of properties and looks for elements in its own view.
  "swipe-cell": {
    ttml: `<t-swipe-cell tt:if="{{shown}}" opened="{{[false, true]}}"><t-cell title="左滑" /><view slot="right" class="remove">删除</view></t-swipe-cell><view class="more" bind:tap="more">展示</view>`,
    data: { shown: false },
    code: "more() { this.setData({ shown: true }) },",
    taps: [".more"],
    appears: '#wrapper[style*="translate3d(-"]',
  },
};
