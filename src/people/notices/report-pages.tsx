import { type Context, Hono } from 'hono'
import type { ZodError } from 'zod'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { type Column, csvHeaders, csvOf, decodeText } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, texts, typedOf } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { noticeAsked, reachQuery, toldFields, toldForm, withdrawForm } from './forms.ts'
import { isReached, type ReachedSchool, reachWords, sayFact, schoolsOn, withdrawnSince } from './notice.ts'
import { recordTold, schoolsListed, withdrawTold } from './record-told.ts'
import { selectMailsWait, selectNoticeFacts, selectSubject, selectTold } from './store.ts'
import { ReachPage, reachPath } from './views.tsx'

type C = Context<AppEnv>

const pageSize = 50
const path = '/:notice/:subjectId'

const ofAddress = async (c: C) => {
  const { db, now } = c.var.act
  const read = noticeAsked.safeParse(c.req.param())
  if (!read.success) throw notFound('notice')
  const of = read.data
  const asked = reachQuery(londonDay(now)).parse(c.req.query())
  const { subject, told, facts, waits } = await readTogether(db, {
    subject: selectSubject(db, of),
    told: selectTold(db, of),
    facts: selectNoticeFacts(db, [of.notice], of.subjectId),
    waits: selectMailsWait(db, now, of.subjectId),
  })
  if (!subject) throw notFound('notice')
  const all = told.map((one) => ({ ...one, facts: facts.get(one.rootId) ?? [] }))
  const schools = schoolsOn(
    all.map((one) => ({ ...one, facts: one.facts.filter(({ recordedAt }) => londonDay(recordedAt) <= asked.on) })),
    asked.on,
  )
  const found = schools.filter(
    ({ reach }) => asked.state === '' || (asked.state === 'not_reached' ? !isReached(reach) : reach === asked.state),
  )
  return { of, asked, subject, schools, found, waits, withdrawn: withdrawnSince(all, asked.on) }
}

const mayNote = (c: C): boolean => mayAsk(c.var.act.actor, 'POST /reached/:notice/:subjectId')

const show = async (c: C, typed: Record<string, string>, problems?: Problems) => {
  const { act } = c.var
  const { found, ...view } = await ofAddress(c)
  const { page } = view.asked
  return c.render(
    <ReachPage
      {...{ ...view, pageSize, typed, problems }}
      found={found.length}
      shown={found.slice((page - 1) * pageSize, page * pageSize)}
      today={londonDay(act.now)}
      url={c.req.url}
      reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
      mayTake={mayAsk(act.actor, 'GET /reached/:notice/:subjectId/schools.csv')}
      formId={mayNote(c) ? newId(act.now) : undefined}
    />,
    {
      title: 'Which schools were reached',
      back: { href: view.subject.back, text: view.subject.backText },
      hasProblems: problems !== undefined,
    },
  )
}

/** The schools (roots) that are ticked or listed in a file, and what is wrong with the choice. */
const chosenOf = async (c: C) => {
  const body = await c.req.parseBody({ all: true })
  const { of, schools } = await ofAddress(c)
  const file = [body['file']].flat()[0]
  const listed =
    file instanceof File && file.size > 0 ? schoolsListed(decodeText(await file.arrayBuffer()), schools) : { rootIds: [], others: [] }
  const known = new Set(schools.map(({ rootId }) => rootId))
  const rootIds = [...new Set([...texts(body, 'schools').filter((id) => known.has(id)), ...(listed?.rootIds ?? [])])]
  const wrong: Problems =
    listed === undefined
      ? { file: 'The file has no column headed URN. Add it and choose the file again' }
      : listed.others.length > 0
        ? {
            file: `These URNs are of no school that was told: ${listed.others.slice(0, 10).join(', ')}. Correct the file and choose it again`,
          }
        : rootIds.length === 0
          ? { schools: 'Tick a school, or choose a file' }
          : {}
  return { of, body, rootIds, wrong }
}

const columns: readonly Column<ReachedSchool>[] = [
  { name: 'URN', value: ({ urn }) => urn },
  { name: 'School', value: ({ name }) => name },
  { name: 'Town', value: ({ town }) => town },
  { name: 'Telephone', value: ({ telephone }) => telephone },
  { name: 'State', value: ({ reach }) => reachWords[reach] },
  { name: 'Reached', value: ({ reach }) => (isReached(reach) ? 'yes' : 'no') },
  { name: 'What we know', value: ({ facts }) => facts.map(sayFact).join('; ') },
]

/** Which schools were reached with what they were told. Mounted at /reached. */
export const reportReachPages = new Hono<AppEnv>()
  .get(path, (c) => show(c, {}))

  .get(`${path}/schools.csv`, async (c) => {
    const { of, asked, found } = await ofAddress(c)
    await logExport(c.var.act, { act: 'notice.exported', after: { ...of, schools: found.length } })
    return c.body(csvOf(columns, found), 200, csvHeaders(`reached-${asked.on}`))
  })

  .post(path, async (c) => {
    const { act } = c.var
    const { of, body, rootIds, wrong } = await chosenOf(c)
    const refused = (error: ZodError | undefined) => {
      c.status(422)
      return show(c, typedOf(body, [...toldFields, 'reason']), { ...problemsOf(error), ...wrong })
    }
    const isWrong = Object.keys(wrong).length > 0
    if (text(body, 'what') === 'withdraw') {
      const read = withdrawForm.safeParse(body)
      if (!read.success || isWrong) return refused(read.error)
      await withdrawTold(act, of, { rootIds, reason: read.data.reason })
      flash(c, `Notes withdrawn of ${counted(rootIds.length, 'school')}`)
    } else {
      const read = toldForm(londonDay(act.now)).safeParse(body)
      if (!read.success || isWrong) return refused(read.error)
      await recordTold(act, of, { ...read.data, id: formId(body, act.now), rootIds })
      flash(c, `${counted(rootIds.length, 'school')} noted as told`)
    }
    return c.redirect(reachPath(of), 303)
  })
