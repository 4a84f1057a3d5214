import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import { selectVocabulary } from '#events/events/list-store.ts'
import { selectProposals } from '#people/proposals/store.ts'
import { correctionForm, correctionTyped, representsForm } from './forms.ts'
import { proposeCorrection, proposeRepresented } from './propose-correction.ts'
import { selectRecorded, selectRecordedPlace } from './store.ts'
import { SecondPerson, Waits } from './views/corrections.tsx'
import { correctionRefusals } from './views/refusals.tsx'

/** The id of a proposal about it that waits for a second person. */
const waitingOf = async (act: Act, kind: string, subjectId: string): Promise<{ waits: string | undefined }> => {
  const [waits] = await readNow(act.db, selectProposals(act, `p.kind = ?2 AND p.subjectId = ?3 AND p.state = 'proposed'`, kind, subjectId))
  return { waits: waits?.id }
}

const proposed = {
  button: 'Propose the correction',
  done: 'Proposed. It counts once a second person approves it',
  to: (_: Asked, proposal: { id: string } | undefined) => `/organiser/proposals/${proposal?.id}`,
}

/** The page shows no form then. */
const withoutForm = { already_proposed: correctionRefusals.already_proposed, no_such_proposal: gone } as const

const readEvent = ({ db, now, part }: Asked) =>
  mapped(together({ event: selectRecorded(db, part('code')), vocabulary: selectVocabulary(db, now) }), ({ event, vocabulary }) =>
    event && event.record.sessions.length > 0 ? { event, topics: vocabulary.topics } : undefined,
  )

const correctEvent = press({
  at: '/events/:code/correction',
  read: readEvent,
  form: (now, { event, topics }) => correctionForm(event.record, topics, now),
  filled: ({ event }) => correctionTyped(event.record),
  act: (act, correction, { subject }) => proposeCorrection(act, subject.event, correction),
  refused: { ...atField('title', correctionRefusals), ...withoutForm },
  ...proposed,
})

const event = page({
  at: '/events/:code/correction',
  read: readEvent,
  also: (act, { event }) => waitingOf(act, 'event', event.id),
  title: 'Correct the record',
  presses: { correctEvent },
  show: (subject, forms) => (
    <>
      <SecondPerson />
      {subject.waits ? <Waits id={subject.waits} /> : forms.correctEvent(subject)}
    </>
  ),
})

const readPlace = ({ db, part }: Asked) => selectRecordedPlace(db, part('code'), part('place'))

const correctPlace = press({
  at: '/events/:code/correction/:place',
  read: readPlace,
  form: (_, place) => representsForm(place),
  filled: ({ represents }) => ({ stay: represents.map(({ id }) => id) }),
  act: (act, typed, { subject }) => proposeRepresented(act, subject, typed),
  refused: { ...atField('urns', correctionRefusals), ...withoutForm },
  ...proposed,
})

const place = page({
  at: '/events/:code/correction/:place',
  read: readPlace,
  also: async (act, { placeId }, { part }) => ({ ...(await waitingOf(act, 'represents', placeId)), code: part('code').toUpperCase() }),
  title: 'Correct whom a delegate represented',
  presses: { correctPlace },
  show: (subject, forms) => (
    <>
      <SecondPerson />
      {subject.waits ? <Waits id={subject.waits} /> : forms.correctPlace(subject)}
    </>
  ),
})

/** The basis of a closed register is corrected by two people. Mounted at /organiser. */
export const organiserCorrectionPages = withPages(new Hono<AppEnv>(), event, place)
