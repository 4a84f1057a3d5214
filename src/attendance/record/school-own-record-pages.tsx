import { Hono } from 'hono'
import { selectOwnCertificates } from '#attendance/certificates/store.ts'
import { instant, londonDay } from '#base/dates.ts'
import { given, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { selectOfPerson } from '#events/materials/store.ts'
import { selectOffered } from '#people/people/own-record-store.ts'
import { selectOwn } from '#people/people/people-store.ts'
import { NoOwnRecordPage, OwnRecordPage } from '#people/people/views/record.tsx'
import { linesOf, recordColumns } from './own-record.ts'
import { selectElsewhere, selectOwnStandings } from './own-store.ts'
import { organiserRecordPages, schoolRecordPages } from './school-pages.tsx'
import { CertificatesAndTraining, DueNext, OwnData, OwnMaterials } from './views/own-record.tsx'

const account = { href: '/account', text: 'Your account' }

const selectWhole = (db: D1Database, personId: string) =>
  together({
    own: selectOwn(db, personId),
    certificates: selectOwnCertificates(db, personId),
    elsewhere: selectElsewhere(db, personId),
    materials: selectOfPerson(db, personId),
  })

/** The reader's own record, across schools. */
const ownRecordPages = new Hono<AppEnv>()
  .get('/account/record', async (c) => {
    const { act, council } = c.var
    const { personId, shared } = act.actor
    const { found, offered } = await readTogether(act.db, {
      found: personId && !shared ? selectWhole(act.db, personId) : given(undefined),
      offered: selectOffered(act.db, act.actor, act.actor.email),
    })
    const frame = { title: 'Your places and record', back: account }
    if (!found?.own) return c.render(<NoOwnRecordPage shared={shared} offered={offered} />, frame)
    const { own, materials, ...more } = found
    const [today, schoolIds] = [londonDay(act.now), [...new Set(own.roles.map(({ schoolId }) => schoolId))]]
    const standings = schoolIds.length > 0 ? await readNow(act.db, selectOwnStandings(act.db, own.person.id, schoolIds, today)) : []
    return c.render(
      <OwnRecordPage {...own} offered={offered} now={instant(act.now)} council={council}>
        <DueNext standings={standings} />
        <CertificatesAndTraining {...more} {...{ today, council }} />
        <OwnMaterials materials={materials} now={act.now} />
        <OwnData council={council} />
      </OwnRecordPage>,
      frame,
    )
  })

  .get('/account/record/materials/:id', async (c) => {
    const { act } = c.var
    const { personId, shared } = act.actor
    const all = personId && !shared ? await readNow(act.db, selectOfPerson(act.db, personId)) : []
    const seen = all.filter(({ from }) => from <= instant(act.now)).flatMap(({ materials }) => materials)
    const file = seen.find(({ id }) => id === c.req.param('id'))?.file
    if (!file) throw notFound('material')
    return answerFile(c.env, file)
  })

  .get('/account/record.csv', async (c) => {
    const { act } = c.var
    const { personId, shared } = act.actor
    const { own, certificates, elsewhere } = personId && !shared ? await readNow(act.db, selectWhole(act.db, personId)) : {}
    if (!own || !certificates || !elsewhere) throw notFound('record')
    await logExport(act, { act: 'own_record.exported', after: { personId: own.person.id, rows: own.lines.length } })
    const lines = linesOf(own.lines, certificates, elsewhere)
    return c.body(csvOf(recordColumns(instant(act.now)), lines), 200, csvHeaders('your-record'))
  })

/** Records of persons and of schools. Mounted at /. */
export const ownAndSchoolRecordPages = new Hono<AppEnv>()
  .route('/', ownRecordPages)
  .route('/school', schoolRecordPages)
  .route('/organiser/schools', organiserRecordPages)
