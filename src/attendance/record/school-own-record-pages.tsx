import { Hono } from 'hono'
import { selectOwnCertificates } from '#attendance/certificates/store.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { given, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { files } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { selectToldBy } from '#booking/needs/access-store.ts'
import { selectOfPerson } from '#events/materials/store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { selectOffered } from '#people/people/own-record-store.ts'
import { selectOwn } from '#people/people/people-store.ts'
import type { OfferedRecord } from '#people/people/person.ts'
import { leaveRecord, takeRecord } from '#people/people/take-record.ts'
import { IsThisYou, NoOwnRecord } from '#people/people/views/record.tsx'
import { takeRefusals } from '#people/people/views/refusals.tsx'
import { divided, linesOf, recordColumns } from './own-record.ts'
import { selectElsewhere, selectOwnStandings } from './own-store.ts'
import { organiserRecordPages, schoolRecordPages } from './school-pages.tsx'
import { OwnPlaces } from './views/own-places.tsx'
import {
  AboutRecord,
  AskedRoles,
  Attended,
  CameBefore,
  Certificates,
  DueNext,
  OpenPlaces,
  OwnData,
  OwnMaterials,
  OwnRoles,
  TrainingElsewhere,
} from './views/own-record.tsx'

const account = { href: '/account', text: 'Your account' }

const selectWhole = ({ db, now }: Act, personId: string) =>
  together({
    own: selectOwn(db, personId),
    certificates: selectOwnCertificates(db, personId),
    elsewhere: selectElsewhere(db, personId),
    materials: selectOfPerson(db, personId),
    told: selectToldBy(db, now, personId),
  })

/** Whether the record at their address is theirs, which nobody denies who has none of their own. */
const take = press({
  at: '/account/record',
  hidden: ({ offered }: { offered: OfferedRecord; mayDeny: boolean }) => ({ person: offered.personId }),
  shape: (_, { offered }) => <IsThisYou offered={offered} />,
  button: ({ mayDeny }) => [
    { text: 'Yes, that is me' },
    ...(mayDeny ? [{ text: 'No, somebody else', name: 'answer', value: 'no', kind: 'secondary' } as const] : []),
  ],
  act: async (act, _, { field }) =>
    field('answer') === 'no' ? leaveRecord(requireAccount(act), field('person')) : takeRecord(requireAccount(act), field('person')),
  refused: takeRefusals,
  done: ({ field }) => (field('answer') === 'no' ? 'Saved. You are not asked again.' : 'These are your places and your record now.'),
  to: '/account/record',
})

const ownRecord = page({
  at: '/account/record',
  title: 'Your places and record',
  back: account,
  wide: true,
  presses: { take },
  also: async (act, _, { c }) => {
    const { db, now, actor } = act
    const { personId, shared } = actor
    const { found, offered } = await readTogether(db, {
      found: personId && !shared ? selectWhole(act, personId) : given(undefined),
      offered: selectOffered(db, actor, actor.email),
    })
    const schoolIds = [...new Set(found?.own?.roles.map(({ schoolId }) => schoolId))]
    const own = found?.own
    const standings = own && schoolIds.length > 0 ? await readNow(db, selectOwnStandings(db, own.person.id, schoolIds, londonDay(now))) : []
    return { found: own && found && { ...found, own }, offered, standings, shared, council: c.var.council }
  },
  show: ({ found, offered, standings, shared, council }, forms, { now }) => {
    const asked = offered ? <div class="muster-panel muster-no-print">{forms.take({ offered, mayDeny: found !== undefined })}</div> : null
    if (!found) return asked ?? <NoOwnRecord shared={shared} />
    const { own, materials, certificates, elsewhere, told } = found
    const { coming, open, past } = divided(own.lines, instant(now))
    const isEmpty = own.lines.length === 0
    return (
      <>
        {asked}
        {asked && coming.length === 0 ? null : <OwnPlaces coming={coming} told={told} now={instant(now)} />}
        {isEmpty ? <CameBefore /> : null}
        <OpenPlaces lines={open} now={instant(now)} />
        <AskedRoles roles={own.roles} />
        <DueNext standings={standings} />
        <Certificates certificates={certificates} today={londonDay(now)} />
        <OwnMaterials materials={materials} now={now} />
        <Attended lines={past} now={instant(now)} />
        <div class="muster-folded">
          <OwnRoles roles={own.roles} />
          <TrainingElsewhere elsewhere={elsewhere} council={council} />
          <OwnData council={council} />
          <AboutRecord person={own.person} now={instant(now)} council={council} isEmpty={isEmpty} />
        </div>
      </>
    )
  },
})

const ownLines = files({
  at: '/account/record',
  find: async (act) => {
    const { personId, shared } = act.actor
    const { own, certificates, elsewhere } = personId && !shared ? await readNow(act.db, selectWhole(act, personId)) : {}
    return own && certificates && elsewhere && { own, lines: linesOf(own.lines, certificates, elsewhere) }
  },
  title: 'Your record',
  whole: { rows: ({ lines }) => lines },
  columns: ({ now }) => recordColumns(instant(now)),
  file: {
    name: 'your-record',
    log: ({ own }) => ({ act: 'own_record.exported', after: { personId: own.person.id, rows: own.lines.length } }),
  },
})

/** The reader's own record, across schools. */
const ownRecordPages = withPages(new Hono<AppEnv>(), ownRecord, ownLines).get('/account/record/materials/:id', async (c) => {
  const { act } = c.var
  const { personId, shared } = act.actor
  const all = personId && !shared ? await readNow(act.db, selectOfPerson(act.db, personId)) : []
  const seen = all.filter(({ from }) => from <= instant(act.now)).flatMap(({ materials }) => materials)
  const file = seen.find(({ id }) => id === c.req.param('id'))?.file
  if (!file) throw notFound('material')
  return answerFile(c.env, file)
})

/** Records of persons and of schools. Mounted at /. */
export const ownAndSchoolRecordPages = new Hono<AppEnv>()
  .route('/', ownRecordPages)
  .route('/school', schoolRecordPages)
  .route('/organiser/schools', organiserRecordPages)
