import { type Day, sayInstant } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { LinkGroups, PageHead } from '#base/web/page-head.tsx'
import { Bullets, Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { settingLabel, type UnlistedClaimRow } from '#people/claims/unlisted-claim.ts'
import type { RoleSchool } from '#returns/filling/school-return.ts'
import type { OwnSchool, OwnTrust } from '#schools/schools/record.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import { type GridRow, sumsOf } from '../grid.ts'
import { factsOf, SchoolsTable } from './grid.tsx'

// As many can be taken in without searching.
const fewSchools = 8

const matches = (school: SchoolName, q: string): boolean =>
  q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => schoolLabel(school).toLowerCase().includes(word))

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
  grid: readonly GridRow[]
  /** Those of which nobody has confirmed yet that they may book for them. */
  waiting: readonly OwnSchool[]
  trusts: readonly OwnTrust[]
  roleSchools: readonly RoleSchool[]
  asked: readonly AskedSetting[]
  today: Day
  q: string
}

const Found = ({ grid, today, q }: Pick<OwnSchoolsPageProps, 'grid' | 'today' | 'q'>) => {
  const matching = grid.filter((school) => matches(school, q.trim()))
  return matching.length === 0 ? (
    <P>
      None of your {counted(grid.length, 'school')} matches “{q}”. <Link href="/school">Show all of them</Link>
    </P>
  ) : (
    <SchoolsTable schools={matching} today={today} caption="Your schools" />
  )
}

export const OwnSchoolsPage = ({ grid, waiting, trusts, roleSchools, asked, today, q }: OwnSchoolsPageProps) => {
  const none = grid.length + waiting.length === 0
  return (
    <>
      <PageHead
        title="My schools"
        facts={grid.length === 0 ? [] : factsOf(sumsOf(grid))}
        acts={
          none ? null : (
            <>
              {grid.some(({ dues }) => dues.some(({ press }) => press.href.endsWith('/due'))) ? (
                <a class="govuk-button" href="/school/due">
                  Book who is due
                </a>
              ) : null}
              <a class="govuk-button govuk-button--secondary" href="/events">
                Book places
              </a>
            </>
          )
        }
      />
      {grid.length > fewSchools || q ? (
        <form method="get" action="/school" novalidate>
          <TextField name="q" label="Find one of your schools" hint="By name, town or URN" value={q} />
          <Button kind="secondary">Find</Button>
        </form>
      ) : null}
      <AskedSettings asked={asked} />
      {none && asked.length === 0 ? (
        <P>You cannot book for a school yet. Ask to, and you can book places and see who has attended.</P>
      ) : null}
      {grid.length === 0 ? null : <Found grid={grid} today={today} q={q} />}
      {waiting.length === 0 ? null : (
        <>
          <Heading>Waiting to be confirmed</Heading>
          <P>Nobody has confirmed yet that you can book for {waiting.length === 1 ? 'it' : 'them'}. You can ask for places meanwhile.</P>
          <Bullets>
            {waiting.map((school) => (
              <li>{schoolLabel(school)}</li>
            ))}
          </Bullets>
        </>
      )}
      <RoleReturns schools={roleSchools} />
      <LinkGroups
        groups={[
          {
            title: 'Your trusts',
            links: trusts.map(({ uid, name }) => ({ href: `/trusts/${uid}`, text: `The schools of ${name} side by side` })),
          },
          {
            title: 'You',
            links: [
              { href: '/account/record', text: 'Your own places and record' },
              { href: '/school/claims/new', text: `Ask to book for ${none ? 'a' : 'another'} school` },
            ],
          },
        ]}
      />
    </>
  )
}
