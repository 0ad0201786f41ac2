/** One drawing of 26 by 26 pixels for each kind of node, in the colour of its kind. */
import type { NodeKind } from './nodes.ts';

export const ICONS = {
  outside:
    '<circle cx="13" cy="8.5" r="4.5"/><path d="M4.5 23c0-5 3.8-8 8.5-8s8.5 3 8.5 8"/>',
  gateway:
    '<circle cx="13" cy="13" r="9.5"/><path d="M3.5 13h19M13 3.5c3 2.7 4.3 6 4.3 9.5S16 19.8 13 22.5M13 3.5C10 6.2 8.7 9.5 8.7 13S10 19.8 13 22.5"/>',
  identity: '<circle cx="8.5" cy="13" r="5"/><path d="M13.5 13H23v4.5M18.5 13v3"/>',
  function: '<path d="M6 3.5h4L20 22.5h3M11.8 9.5L5 22.5"/>',
  table:
    '<ellipse cx="13" cy="6.5" rx="8.5" ry="3.5"/><path d="M4.5 6.5v13c0 1.9 3.8 3.5 8.5 3.5s8.5-1.6 8.5-3.5v-13M4.5 13c0 1.9 3.8 3.5 8.5 3.5s8.5-1.6 8.5-3.5"/>',
  bucket:
    '<ellipse cx="13" cy="6" rx="9.5" ry="3"/><path d="M3.5 6l2.5 15c0.3 1.3 3.4 2 7 2s6.7-0.7 7-2L22.5 6"/>',
  queue:
    '<rect x="2.5" y="7" width="5.5" height="12" rx="1.5"/><rect x="10.3" y="7" width="5.5" height="12" rx="1.5"/><rect x="18" y="7" width="5.5" height="12" rx="1.5"/>',
  topic:
    '<circle cx="6" cy="13" r="3"/><path d="M9 11.5L18.5 6.5M9 13h10M9 14.5l9.5 5"/><circle cx="20.5" cy="5.5" r="2"/><circle cx="21" cy="13" r="2"/><circle cx="20.5" cy="20.5" r="2"/>',
  alarm:
    '<path d="M6 19.5c1.5-1.5 2-3.5 2-7.5a5 5 0 0 1 10 0c0 4 0.5 6 2 7.5zM13 4V7M10.8 22.5h4.4"/>',
} as const satisfies Record<NodeKind, string>;
