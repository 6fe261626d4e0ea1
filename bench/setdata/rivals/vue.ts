import { createApp, nextTick, ref } from "vue";
import type { Operation, Row } from "../list.js";
import { measuring } from "./measure.js";

const items = ref<Row[]>([]);
createApp({
  setup: () => ({ items, tap: () => undefined }),
  template: `<div v-for="item in items" :key="item.id" class="row" :data-id="item.id" @click="tap"><span>{{item.name}}</span></div>`,
}).mount("#list");

const changes: Record<Operation, (round: number, fresh: Row[]) => void> = {
  create: (_, fresh) => {
    items.value = fresh;
  },
  replace: (_, fresh) => {
    items.value = fresh;
  },
  tenth: (round) => {
    for (let index = 0; index < items.value.length; index += 10) (items.value[index] as Row).name = `t${round}`;
  },
  one: (round) => {
    (items.value[500] as Row).name = `o${round}`;
  },
  reverse: () => {
    items.value = [...items.value].reverse();
  },
};

window.round = measuring(
  async () => {
    items.value = [];
    await nextTick();
  },
  async (operation, round, fresh) => {
    changes[operation](round, fresh);
    await nextTick();
  },
);
