import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import type { CardSettings } from './checkout.ts'

/** Sets who may pay by card besides payers whose route is card. */
export const allowCards = (act: Act, settings: CardSettings) => {
  // Stored as numbers because SQL reads them too.
  const value = { atBooking: settings.atBooking ? 1 : 0, balances: settings.balances ? 1 : 0 }
  return atomically(act.db, [
    ...saveSetting(act, 'card', value),
    logged(act, { act: 'card.settings_saved', subject: ['setting', 'card'], after: value }),
  ])
}
