import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readAt, sliceOf } from '#base/db/list-rows.ts'
import { given, mapped, readNow, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { files } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import { decodeText } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, texts } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { notesForm, noticeAsked, reachQuery } from './forms.ts'
import { isReached, reachWords, sayFact, schoolsOn, withdrawnSince } from './notice.ts'
import { recordTold, schoolsListed, withdrawTold } from './record-told.ts'
import { selectMailsWait, selectNoticeFacts, selectSubject, selectTold } from './store.ts'
import { ReachPage } from './views.tsx'

const path = '/:notice/:subjectId'

const selectReached = ({ db, now, part, query }: Asked) => {
  const read = noticeAsked.safeParse({ notice: part('notice'), subjectId: part('subjectId') })
  if (!read.success) return given(undefined)
  const of = read.data
  const asked = reachQuery(londonDay(now)).parse(query)
  const found = together({
    subject: selectSubject(db, of),
    told: selectTold(db, of),
    facts: selectNoticeFacts(db, [of.notice], of.subjectId),
    waits: selectMailsWait(db, now, of.subjectId),
  })
  return mapped(found, ({ subject, told, facts, waits }) => {
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
  })
}

type Reached = NonNullable<ReturnType<ReturnType<typeof selectReached>['from']>>

type Chosen = { of: NoticeOf; rootIds: readonly string[]; wrong: Problems }

/** The schools (roots) that are ticked or listed in a file, and what is wrong with the choice. */
const chosenOf = async ({ of, schools }: Reached, body: Body): Promise<Chosen> => {
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
  return { of, rootIds, wrong }
}

const reached = files({
  at: `${path}/schools`,
  beside: selectReached,
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

const note = press({
  at: path,
  find: async (act, { typed = {}, ...asked }) => {
    const found = await readNow(act.db, selectReached(asked))
    return found && chosenOf(found, typed)
  },
  form: (now, { wrong }) => ownForm(notesForm(londonDay(now), wrong)),
  act: async (act, typed, { subject: { of, rootIds }, id }) => {
    if ('reason' in typed) await withdrawTold(act, of, { rootIds, ...typed })
    else await recordTold(act, of, { ...typed, id, rootIds })
    return ok('reason' in typed)
  },
  refused: {},
  done: ({ subject: { rootIds } }, withdrawn) =>
    withdrawn ? `Notes withdrawn of ${counted(rootIds.length, 'school')}` : `${counted(rootIds.length, 'school')} noted as told`,
  to: ({ part }) => `/reached/${part('notice')}/${encodeURIComponent(part('subjectId'))}`,
})

const notes = page({
  at: path,
  read: selectReached,
  also: async ({ actor, now }, { found }, { query, typed, c }) => ({
    slice: sliceOf(found, readAt(query), ({ rootId }) => rootId),
    today: londonDay(now),
    url: c.req.url,
    reported: Boolean(c.env.RESEND_WEBHOOK_SECRET),
    mayTake: mayAsk(actor, 'GET /reached/:notice/:subjectId/schools.csv'),
    formId: mayAsk(actor, 'POST /reached/:notice/:subjectId') ? newId(now) : undefined,
    typed,
  }),
  title: 'Which schools were reached',
  caption: ({ subject }) => subject.title,
  back: ({ subject }) => ({ href: subject.back, text: subject.backText }),
  wide: true,
  presses: { note },
  show: (view, _, { problems }) => <ReachPage {...view} problems={problems} />,
})

/** Which schools were reached with what they were told. Mounted at /reached. */
export const reportReachPages = withPages(new Hono<AppEnv>(), reached, notes)
