import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { isWorkingDay } from '#base/council/working-day.ts'
import { addDays, londonDay, londonInstant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { openChases } from '#people/ladder/chase-store.ts'
import { type GuidanceDocument, missingOf, type Version } from '../documents/document.ts'
import { draftAsRead } from '../documents/store.ts'
import { insertIssues, insertLaterIssues, selectAudience, selectToChase, setIssued } from './issue-store.ts'
import type { IssueRefusal } from './issuing.ts'

/** Issues a draft to every school of its audience in one batch; a job writes to people after it. */
export const issueVersion = async (act: Act, document: GuidanceDocument, version: Version): Promise<Result<number, IssueRefusal>> => {
  if (missingOf(document, version).length > 0) return refuse('lacks')
  const { schools } = await readTogether(act.db, { schools: selectAudience(act, document.id) })
  if (schools.length === 0) return refuse('nobody')
  const done = await atomically<IssueRefusal>(
    act.db,
    [
      setIssued(act, version.id),
      draftAsRead(act.db, version),
      insertIssues(act, version.id),
      logged(act, {
        act: 'guidance.issued',
        subject: ['guidance', document.id],
        after: { version: version.number, schools: schools.length, availableOn: version.availableOn },
      }),
    ],
    { version_is_issued: 'version_is_issued', guidance_is_withdrawn: 'withdrawn', [guardBroken]: 'changed' },
  )
  return done.ok ? ok(schools.length) : done
}

/** Job: gives what is current to schools that opened, joined the audience or succeed another. */
export const followSchools = async (act: Act): Promise<boolean> => {
  await atomically(act.db, insertLaterIssues(act))
  return false
}

/** School days that a school has before it is chased. */
export const daysBeforeChase = 10

/** Begins to chase the schools that have not done what a version asks, up the ladder. */
export const chaseVersion = async (act: Act, document: GuidanceDocument, version: Version): Promise<number> => {
  const { calendar } = await readTogether(act.db, { calendar: selectCalendar(act.db) })
  let day = londonDay(act.now)
  for (let left = daysBeforeChase, tries = 0; left > 0 && tries < 200; tries += 1) {
    day = addDays(day, -1)
    if (isWorkingDay(day, calendar, true)) left -= 1
  }
  const before = londonInstant(day, '00:00')?.toISOString() ?? `${day}T00:00:00.000Z`
  const { schools } = await readTogether(act.db, { schools: selectToChase(act.db, version.id, before) })
  if (schools.length === 0) return 0
  await atomically(act.db, [
    openChases(
      act,
      schools.map(({ id }) => ({ id: newId(act.now), schoolId: id, matter: 'guidance' as const, subjectId: document.id })),
    ),
    logged(act, {
      act: 'guidance.chased',
      subject: ['guidance', document.id],
      after: { version: version.number, schools: schools.length },
    }),
  ])
  return schools.length
}
