import { Hono } from 'hono'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn } from '#attendance/requirements/requirement.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { firstStart } from '#events/events/event.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { countEvent } from './count-event.ts'
import { countedForm, countedTyped } from './event-forms.ts'
import { selectCounted } from './event-store.ts'
import { AboutCounting, CountedFields } from './views/counted.tsx'
import { countRefusals } from './views/refusals.tsx'

const read = ({ db, now, part }: Asked) => {
  const code = part('code')
  return mapped(
    together({ event: selectEventByCode(db, code, now), editions: selectEditions(db), seen: selectCounted(db, code) }),
    ({ event, editions, seen }) => {
      if (!event || event.state === 'cancelled') return undefined
      const inForce = editionsOn(editions, londonDay(firstStart(event) ?? now))
      return { event, seen, editions: inForce.filter(({ whose }) => whose !== 'statement') }
    },
  )
}

const idsOf = (seen: readonly { id: string }[]): string => seen.map(({ id }) => id).join(' ')

const count = press({
  at: '/:code/requirements',
  read,
  form: (_, counting) => countedForm(counting),
  filled: countedTyped,
  hidden: ({ seen }) => ({ seen: idsOf(seen) }),
  shape: (fields, counting) => <CountedFields fields={fields} counting={counting} />,
  button: 'Save',
  or: { href: '/requirements', text: 'What each rule asks' },
  act: async (act, { counts, reason }, { subject: { event, seen }, field }) =>
    field('seen') === idsOf(seen) ? countEvent(act, { event, seen, counts, reason }) : refuse('changed_meanwhile'),
  refused: countRefusals,
  done: 'What it counts as is saved',
  to: ({ part }) => `/organiser/events/${part('code')}`,
})

const counted = page({
  at: '/:code/requirements',
  read,
  title: 'What it counts as',
  presses: { count },
  show: (counting, forms, { isAgain }) => (
    <>
      <AboutCounting suggested={counting.seen.length === 0 && !isAgain} />
      {forms.count(counting)}
    </>
  ),
})

/** What an event counts towards. Mounted at /organiser/events. */
export const organiserCountedPages = withPages(new Hono<AppEnv>(), counted)
