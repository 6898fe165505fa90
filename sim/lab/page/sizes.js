// Sizes: how many charts stand beside each other, and how tall they are, from the room there is.

const part = (root, id) => root.querySelector(`#${id}`);

export function sizes(root, hello) {
  const width = root.clientWidth;
  const groups = hello.scenario.groups.length;
  if (root.classList.contains("on-paper")) {
    return { groupHeight: 112, groupsPerLine: groups, smallHeight: 100, smallPerLine: 2, trustPerLine: 2 };
  }
  const isWide = width >= 1560;
  const groupsPerLine = width >= 1040 ? groups : width >= 640 ? Math.min(3, groups) : Math.min(2, groups);
  // the first screen ends where the charts do, within reason
  const room = window.innerHeight - part(root, "groups").offsetTop - 50;
  const tall = Math.min(Math.max(room, 128), 230);
  return {
    groupHeight: groupsPerLine === groups ? tall : 150,
    groupsPerLine,
    smallHeight: isWide ? 150 : 160,
    smallPerLine: 2,
    trustPerLine: 2,
  };
}
