import { Hono } from 'hono'
import { selectRequirementSchool } from '#attendance/standings/school-store.ts'
import { type Act, actsFor } from '#base/act.ts'
import { sayDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { sayPence } from '#base/money.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { asPounds } from '#money/terms/forms.ts'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import { usualCodeAbove } from './booking-link.ts'
import { limitForm } from './forms.ts'
import { setCodeLimit } from './set-code-limit.ts'
import { type CodeLimit, selectCodeLimit } from './store.ts'

const at = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/booking-links'

const read = ({ db, part }: Asked) =>
  mapped(
    together({ school: selectRequirementSchool(db, part('schoolId')), limit: selectCodeLimit(db, part('schoolId')) }),
    ({ school, limit }) => school && { school, limit },
  )

type OfSchool = { school: SchoolOption }

const maySet = ({ actor }: Act, { school }: OfSchool): boolean => actor.approverSchoolIds.includes(school.id)

const sayLimit = (limit: CodeLimit | undefined): string =>
  `Above ${sayPence(limit?.pence ?? usualCodeAbove)} a place we ask for a code first${limit ? `, as ${limit.by} set on ${sayDay(limit.setAt)}` : ''}.`

const save = press({
  at,
  read,
  isFor: maySet,
  form: limitForm,
  filled: ({ limit }) => ({ pounds: asPounds(limit?.pence ?? usualCodeAbove) }),
  button: 'Save',
  act: async (act, { pounds }, { subject: { school, limit } }) =>
    limit?.pence === pounds ? ok(undefined) : setCodeLimit(act, school.id, pounds),
  refused: {},
  done: 'Saved',
  to: ({ part }) => `/school/${part('schoolId')}`,
})

const settings = page({
  at,
  read,
  isFor: ({ actor }: Act, { school }: OfSchool) => actsFor(actor, school.id),
  title: 'Booking by email link',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => ({ href: `/school/${school.id}`, text: 'Your school' }),
  presses: { save },
  show: (subject, forms, { act }) => (
    <>
      <P>Our emails hold links that book a place for somebody whose training is due, without signing in.</P>
      <P>{sayLimit(subject.limit)} A trust always types a code.</P>
      {maySet(act, subject) ? forms.save(subject) : <P>Those who approve colleagues at your school can change it.</P>}
    </>
  ),
})

/** What a school says of links that book for it. Mounted at /school. */
export const schoolBookingLinkPages = withPages(new Hono<AppEnv>(), settings)
