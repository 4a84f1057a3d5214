import { Hono } from 'hono'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn, isOfKind } from '#attendance/requirements/requirement.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { type Asked, atField } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { addException } from './add-exception.ts'
import { endException } from './end-exception.ts'
import { selectExceptions, selectPeopleInRoles } from './exception-store.ts'
import { endForm, exceptionForm } from './school-forms.ts'
import { type RequirementSchool, selectRequirementSchool } from './school-store.ts'
import { ExceptionSummary } from './views/exceptions.tsx'
import { endRefusal, exceptionRefusals } from './views/refusals.tsx'

const school = '/:id{[0-9a-f]{8}-[0-9a-f-]{27}}'

const standingPath = (id: string): string => `/organiser/schools/${id}/requirements`

const ofSchool = {
  caption: ({ school }: { school: RequirementSchool }) => schoolLabel(school),
  back: ({ school }: { school: RequirementSchool }) => ({ href: standingPath(school.id), text: 'What the school’s people need' }),
  to: ({ part }: Asked) => standingPath(part('id')),
}

const give = question({
  at: `${school}/exceptions/new`,
  read: ({ db, now, part }) => {
    const today = londonDay(now)
    const [school, people] = [selectRequirementSchool(db, part('id')), selectPeopleInRoles(db, part('id'), today)]
    return mapped(
      together({ school, people, editions: selectEditions(db) }),
      ({ school, people, editions }) =>
        school && { school, people, today, editions: editionsOn(editions, today).filter((edition) => isOfKind(edition, school)) },
    )
  },
  title: 'Give an exemption or an extension',
  ...ofSchool,
  form: (_, { editions, people }) => exceptionForm(editions, people),
  filled: ({ today }) => ({ fromDate: today }),
  button: 'Give it',
  act: (act, { fromDate, untilDate, ...facts }, { subject, id }) =>
    addException(act, { ...facts, id, schoolId: subject.school.id, from: fromDate, until: untilDate }),
  refused: exceptionRefusals,
  done: ({ values }) => (values.kind === 'exempt' ? 'The exemption is given' : 'The extension is given'),
})

const end = question({
  at: `${school}/exceptions/:exception{[0-9a-f]{8}-[0-9a-f-]{27}}/end`,
  read: ({ db, now, part }) =>
    mapped(
      together({ school: selectRequirementSchool(db, part('id')), exceptions: selectExceptions(db, part('id')) }),
      ({ school, exceptions }) => {
        const exception = exceptions.find(({ id }) => id === part('exception'))
        return school && exception && { school, exception, today: londonDay(now) }
      },
    ),
  title: 'End this exception',
  ...ofSchool,
  above: ({ exception }) => <ExceptionSummary {...exception} />,
  form: endForm,
  filled: ({ today }) => ({ how: 'on', untilDate: today }),
  button: 'End it',
  act: (act, { how, untilDate }, { subject: { exception, school } }) =>
    endException(act, { exception, schoolId: school.id, until: how === 'on' ? untilDate : undefined }),
  refused: atField('how', { changed_meanwhile: endRefusal }),
  done: 'It is ended',
})

/** What is not asked of a school, or later: for officers. Mounted at /organiser/schools. */
export const organiserExceptionPages = withPages(new Hono<AppEnv>(), give, end)
