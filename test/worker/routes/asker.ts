import type { Row } from './route-table.ts'
import { mayAsk } from './who.ts'
import type { Actor } from './world.ts'

/** Whom a page is for; of those whom it lets in, the one who asks most often. */
export const askerOf = ({ who }: Row): Actor =>
  who === 'everyone' || who === 'local'
    ? 'nobody'
    : ((['delegate', 'contact', 'door', 'organiser', 'finance', 'administrator'] as const).find((actor) => mayAsk(who, actor)) ??
      'somebody')
