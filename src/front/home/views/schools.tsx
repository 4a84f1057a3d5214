import { sayInstant } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Heading, Link, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { settingLabel, type UnlistedClaimRow } from '#people/claims/unlisted-claim.ts'
import type { RoleSchool } from '#returns/filling/school-return.ts'
import type { OwnSchool, OwnTrust } from '#schools/schools/record.ts'
import { schoolLabel } from '#schools/schools/school.ts'

// As many can be taken in without searching.
const fewSchools = 8

const matches = (school: OwnSchool, q: string): boolean =>
  q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => schoolLabel(school).toLowerCase().includes(word))

const sayComing = ({ waiting, coming }: OwnSchool): string =>
  waiting
    ? 'Nobody has confirmed yet that you act for it. You can ask for places meanwhile.'
    : coming === 0
      ? 'No places booked for coming events.'
      : `${counted(coming, 'place')} booked for coming events.`

/** What somebody does in a role at schools that they do not act for. */
export const RoleReturns = ({ schools }: { schools: readonly RoleSchool[] }) =>
  schools.length === 0 ? null : (
    <>
      <Heading>By your role</Heading>
      <P>You are confirmed at these schools as head, lead, deputy or one of those who govern.</P>
      <ul class="govuk-list">
        {schools.map((school) => (
          <>
            {school.returns ? (
              <li>
                <Link href={`/school/${school.id}/returns`}>Safeguarding audits of {schoolLabel(school)}</Link>
              </li>
            ) : null}
            <li>
              <Link href={`/school/${school.id}/case-records`}>Audits of case records of {schoolLabel(school)}</Link>
            </li>
            {school.guidance ? (
              <li>
                <Link href={`/school/${school.id}/guidance`}>Guidance and policies for {schoolLabel(school)}</Link>
              </li>
            ) : null}
          </>
        ))}
      </ul>
    </>
  )

export type AskedSetting = { claim: Pick<UnlistedClaimRow, 'name' | 'postcode' | 'requestedAt'>; rows: readonly [string, string][] }

export const AskedSettings = ({ asked }: { asked: readonly AskedSetting[] }) =>
  asked.length === 0 ? null : (
    <>
      <Heading>{asked.length === 1 ? 'Your request' : 'Your requests'}</Heading>
      {asked.map(({ claim, rows }) => (
        <SummaryList rows={[['Setting', settingLabel(claim)], ['Asked', sayInstant(claim.requestedAt)], ...rows]} />
      ))}
      <P>Until it is confirmed nothing is booked or kept for you there. You get an email when it is decided.</P>
    </>
  )

type OwnSchoolsPageProps = {
  schools: readonly OwnSchool[]
  trusts: readonly OwnTrust[]
  roleSchools: readonly RoleSchool[]
  asked: readonly AskedSetting[]
  q: string
}

export const OwnSchoolsPage = ({ schools, trusts, roleSchools, asked, q }: OwnSchoolsPageProps) => {
  const matching = schools.filter((school) => matches(school, q.trim()))
  return (
    <>
      <Title>My schools</Title>
      {trusts.map(({ uid, name }) => (
        <P>
          <Link href={`/trusts/${uid}`}>The schools of {name} side by side, and booking for several of them</Link>
        </P>
      ))}
      {schools.length > fewSchools || q ? (
        <form method="get" action="/school" novalidate>
          <TextField name="q" label="Find one of your schools" hint="By name, town or URN" value={q} />
          <Button kind="secondary">Find</Button>
        </form>
      ) : null}
      <AskedSettings asked={asked} />
      {schools.length === 0 && asked.length > 0 ? null : schools.length === 0 ? (
        <P>You do not act for a school here yet. Ask to, and you can book places and see who has attended.</P>
      ) : matching.length === 0 ? (
        <P>
          None of your {counted(schools.length, 'school')} matches “{q}”. <Link href="/school">Show all of them</Link>
        </P>
      ) : (
        <ul class="muster-card-list govuk-!-margin-bottom-6">
          {matching.map((school) => (
            <li>
              <h2 class="govuk-heading-s govuk-!-margin-bottom-1">
                {school.waiting ? schoolLabel(school) : <Link href={`/school/${school.id}`}>{schoolLabel(school)}</Link>}
              </h2>
              <p class="govuk-body govuk-!-margin-bottom-0">{sayComing(school)}</p>
            </li>
          ))}
        </ul>
      )}
      <RoleReturns schools={roleSchools} />
      <P>
        <Link href="/account/record">Your own places and record</Link>
        <br />
        <Link href="/school/claims/new">Ask to act for {schools.length === 0 ? 'a' : 'another'} school or setting</Link>
      </P>
    </>
  )
}
