import { Link, P, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { RecordLine } from '../record.ts'
import { type SchoolCard, type SchoolName, schoolLabel } from '../school.ts'
import { RecordOfEvents } from './record.tsx'

export const OwnSchoolsPage = ({
  schools,
  trusts,
}: {
  schools: readonly (SchoolName & { id: string; coming: number; waiting: boolean })[]
  trusts: readonly { uid: string; name: string }[]
}) => (
  <>
    <Title>My schools</Title>
    {trusts.map(({ uid, name }) => (
      <P>
        <Link href={`/trusts/${uid}`}>The schools of {name} side by side, and booking for several of them</Link>
      </P>
    ))}
    {schools.length === 0 ? (
      <P>You do not act for a school here yet. Ask to, and you can book places and see who has attended.</P>
    ) : (
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {schools.map((school) => (
          <li>
            <h2 class="govuk-heading-s govuk-!-margin-bottom-1">
              {school.waiting ? schoolLabel(school) : <Link href={`/school/${school.id}`}>{schoolLabel(school)}</Link>}
            </h2>
            <p class="govuk-body govuk-!-margin-bottom-0">
              {school.waiting
                ? 'Nobody has confirmed yet that you act for it. You can ask for places meanwhile.'
                : school.coming === 0
                  ? 'No places booked for coming events.'
                  : `${counted(school.coming, 'place')} booked for coming events.`}
            </p>
          </li>
        ))}
      </ul>
    )}
    <P>
      <Link href="/school/claims/new">Ask to act for {schools.length === 0 ? 'a' : 'another'} school</Link>
    </P>
  </>
)

export const OwnSchoolPage = ({
  school,
  lines,
  now,
  approver,
}: {
  school: SchoolCard
  lines: readonly RecordLine[]
  now: string
  /** May confirm colleagues here. */
  approver: boolean
}) => (
  <>
    <Title>
      {school.name}
      <span class="govuk-caption-l">{[school.town, school.urn ? `URN ${school.urn}` : ''].filter(Boolean).join(', ')}</span>
    </Title>
    <P>
      <Link href="/events">See the events and book places</Link>
      <br />
      <Link href={`/school/${school.id}/requirements`}>How the school stands with requirements</Link>
      <br />
      <Link href={`/school/${school.id}/agreements`}>How your school pays, and its service agreements</Link>
      <br />
      <Link href={`/school/${school.id}/money`}>See what the school owes, receipts and statements</Link>
    </P>
    {approver ? (
      <P>
        <Link href={`/school/${school.id}/people`}>See who acts for the school, and vouch for colleagues</Link>
        <br />
        <Link href={`/school/${school.id}/roles`}>Say who leads safeguarding, who is head and chair, and since when</Link>
        <br />
        <Link href={`/school/${school.id}/staff`}>See everybody who is known at the school, and their roles now and before</Link>
      </P>
    ) : null}
    <RecordOfEvents
      lines={lines}
      now={now}
      audience="school"
      emptyPast="There is no record yet of anyone from your school. If someone did attend, tell the council."
    />
  </>
)
