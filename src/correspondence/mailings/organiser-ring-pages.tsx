import { selectChoices } from '#attendance/coverage/choices-store.ts'
import { londonDay } from '#base/dates.ts'
import { readAt, sliceOf } from '#base/db/list-rows.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { files } from '#base/list/list.tsx'
import { page } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { ringColumns, type ToRing, toRingOfDraft, toRingOfSent } from './csv.ts'
import { selectInvitedSchools, selectInvitedTrusts } from './invitation-store.ts'
import { isUnsent, type Mailing } from './mailing.ts'
import { prepareMailing } from './start-mailing.ts'
import { selectMailing } from './store.ts'
import { ChosenFigures, ChosenPeople } from './views/draft.tsx'
import { ChosenTrusts, NotReached } from './views/invitation.tsx'

export const backTo = ({ mailing }: { mailing: Mailing }) => ({ href: `/organiser/mailings/${mailing.id}`, text: 'The message' })
export const toIts = ({ part }: Asked): string => `/organiser/mailings/${part('id')}`

/** With the choices for its audience. */
export const readWithChoices = ({ db, now, part }: Asked) =>
  mapped(
    together({ mailing: selectMailing(db, part('id')), choices: selectChoices(db, londonDay(now)) }),
    ({ mailing, choices }) => mailing && { mailing, choices },
  )

/** Whom a draft reaches. */
export const people = page({
  at: '/:id/people',
  read: readWithChoices,
  also: async (act, { mailing, choices }, asked) => {
    const { query, c } = asked
    if (!isUnsent(mailing)) return c.redirect(toIts(asked), 303)
    const prepared = await prepareMailing(act, mailing, choices)
    const recipients = prepared.chosen.recipients.map((one, n) => ({ ...one, number: n + 1 }))
    return { prepared, slice: sliceOf(recipients, readAt(query), ({ number }) => String(number)), url: c.req.url }
  },
  title: 'Who would get it',
  heading: 'Who would get it today',
  caption: ({ prepared }) => prepared.set.words,
  back: backTo,
  wide: true,
  show: ({ mailing, prepared: { chosen, trusts, set, linked }, slice, url }) => (
    <>
      <ChosenFigures mailing={mailing} counts={chosen.counts} />
      <ChosenPeople mailing={mailing} linked={linked} slice={slice} url={url} />
      <ChosenTrusts trusts={trusts} />
      <NotReached mailing={mailing} chosen={chosen} trusts={trusts} ofPeople={set.ofPeople} />
    </>
  ),
})

/** Whom to ring instead. */
export const ringList = files({
  at: '/:id/ring',
  ahead: (asked) => ({ found: readWithChoices(asked) }),
  find: async (act, asked): Promise<{ mailing: Mailing; toRing: ToRing[] } | Response | undefined> => {
    const draft = await readNow(act.db, readWithChoices(asked))
    if (!draft) return undefined
    const { mailing, choices } = draft
    if (isUnsent(mailing)) return { mailing, toRing: toRingOfDraft(await prepareMailing(act, mailing, choices)) }
    if (mailing.nature !== 'training') return asked.c.redirect(toIts(asked), 303)
    const invited = { schools: selectInvitedSchools(act.db, mailing.id), trusts: selectInvitedTrusts(act.db, mailing.id) }
    return { mailing, toRing: toRingOfSent(await readTogether(act.db, invited)) }
  },
  title: 'To ring',
  whole: { rows: ({ toRing }) => toRing },
  columns: ringColumns,
  file: {
    name: 'ring-list',
    log: ({ mailing }, people) => ({ act: 'mailing_ring_list.exported', after: { mailingId: mailing.id, people } }),
  },
})
