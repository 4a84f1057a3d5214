import { Hono } from 'hono'
import { selectNames } from '#attendance/requirements/edition-store.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { askForDate, endAskedDate } from './ask-date.ts'
import { type DateAsked, openDates } from './date.ts'
import { aboutOf, askForm } from './forms.ts'
import { selectDates, selectOwnAsked } from './store.ts'
import { AskedDates } from './views/asked.tsx'

const own = '/account/dates'

const readAll = ({ db, now }: Asked) =>
  mapped(together({ dates: selectDates(db, now), names: selectNames(db, londonDay(now)) }), ({ dates, names }) => ({ ...dates, names }))

const ask = press({
  at: own,
  read: (asked) => mapped(readAll(asked), (found) => ({ ...found, about: asked.query['about'] ?? '' })),
  form: (now, { editions, names }) => askForm(editions, names, londonDay(now)),
  filled: ({ about }) => ({ about }),
  button: 'Tell me when there is a date',
  act: (act, { about }, { id }) => askForDate(act, { id, ...about }),
  refused: {
    there_is_one: { field: 'about', says: 'There is a date that you can book now. It is below.' },
    changed: 'This topic is not on the list any more. Choose another.',
  },
  done: 'We tell you once, by email, when there is a date',
  to: own,
})

const end = press({
  at: `${own}/:id/end`,
  button: (asked: DateAsked) => [{ text: 'Stop', of: `: ${asked.label}`, kind: 'secondary' }],
  act: (act, _, { part }) => endAskedDate(act, part('id')),
  refused: { no_such: gone },
  done: 'We do not write to you about it',
  to: own,
})

const asked = page({
  at: own,
  read: readAll,
  also: async (act) => ({ waiting: await readNow(act.db, selectOwnAsked(act.db, requireAccount(act).actor.accountId, act.now)) }),
  title: 'Dates you want to hear of',
  back: { href: '/account', text: 'Your account' },
  presses: { ask, end },
  show: ({ editions, events, names, waiting }, forms, { query, typed, now }) => {
    const about = String(typed['about'] ?? query['about'] ?? '')
    return (
      <AskedDates
        waiting={waiting}
        open={openDates(aboutOf(about), editions, events, now)}
        ask={forms.ask({ editions, events, names, about })}
        end={(one) => forms.end(one, { id: one.id })}
      />
    )
  },
})

/** What somebody waits to hear of. Mounted at the root. */
export const schoolDatePages = withPages(new Hono<AppEnv>(), asked)
