import { type Context, Hono } from 'hono'
import type { ZodError } from 'zod'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readAt, sliceOf } from '#base/db/list-rows.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { files } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import { decodeText } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, texts, typedOf } from '#base/web/form.ts'
import { withPages } from '#base/web/page.tsx'
import { type Asked, askedOf } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { noticeAsked, reachQuery, toldFields, toldForm, withdrawForm } from './forms.ts'
import { isReached, reachWords, sayFact, schoolsOn, withdrawnSince } from './notice.ts'
import { recordTold, schoolsListed, withdrawTold } from './record-told.ts'
import { selectMailsWait, selectNoticeFacts, selectSubject, selectTold } from './store.ts'
import { ReachPage, reachPath } from './views.tsx'

type C = Context<AppEnv>

const path = '/:notice/:subjectId'

const find = async ({ db, now }: Act, { part, query }: Pick<Asked, 'part' | 'query'>) => {
  const read = noticeAsked.safeParse({ notice: part('notice'), subjectId: part('subjectId') })
  if (!read.success) return undefined
  const of = read.data
  const asked = reachQuery(londonDay(now)).parse(query)
  const { subject, told, facts, waits } = await readTogether(db, {
    subject: selectSubject(db, of),
    told: selectTold(db, of),
    facts: selectNoticeFacts(db, [of.notice], of.subjectId),
    waits: selectMailsWait(db, now, of.subjectId),
  })
  if (!subject) return undefined
  const all = told.map((one) => ({ ...one, facts: facts.get(one.rootId) ?? [] }))
  const schools = schoolsOn(
    all.map((one) => ({ ...one, facts: one.facts.filter(({ recordedAt }) => londonDay(recordedAt) <= asked.on) })),
    asked.on,
  )
  const listed = schools.filter(
    ({ reach }) => asked.state === '' || (asked.state === 'not_reached' ? !isReached(reach) : reach === asked.state),
  )
  return { of, asked, subject, schools, found: listed, waits, withdrawn: withdrawnSince(all, asked.on) }
}

const ofAddress = async (c: C) => {
  const notice = await find(c.var.act, askedOf(c))
  if (!notice) throw notFound('notice')
  return notice
}

const mayNote = (c: C): boolean => mayAsk(c.var.act.actor, 'POST /reached/:notice/:subjectId')

const show = async (c: C, typed: Record<string, string>, problems?: Problems) => {
  const { act } = c.var
  const { found, ...view } = await ofAddress(c)
  return c.render(
    <ReachPage
      {...view}
      typed={typed}
      problems={problems}
      slice={sliceOf(found, readAt(c.req.query()), ({ rootId }) => rootId)}
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

const reached = files({
  at: `${path}/schools`,
  find,
  title: 'Which schools were reached',
  whole: { rows: ({ found }) => found },
  columns: [
    { name: 'URN', value: ({ urn }) => urn },
    { name: 'School', value: ({ name }) => name },
    { name: 'Town', value: ({ town }) => town },
    { name: 'Telephone', value: ({ telephone }) => telephone },
    { name: 'State', value: ({ reach }) => reachWords[reach] },
    { name: 'Reached', value: ({ reach }) => (isReached(reach) ? 'yes' : 'no') },
    { name: 'What we know', value: ({ facts }) => facts.map(sayFact).join('; ') },
  ],
  file: {
    name: ({ asked }) => `reached-${asked.on}`,
    log: ({ of }, schools) => ({ act: 'notice.exported', after: { ...of, schools } }),
  },
})

/** Which schools were reached with what they were told. Mounted at /reached. */
export const reportReachPages = withPages(new Hono<AppEnv>(), reached)
  .get(path, (c) => show(c, {}))

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
