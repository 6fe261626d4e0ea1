/** 一对 onX / offX。 */
function listen(event) {
  return { name: `on${event}`, listen: event };
}

module.exports = { listen };
