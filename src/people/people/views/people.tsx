import { type Instant, sayDay, sayInstant } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Address, Heading, Inset, Link, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { LikelyPair, MergeLine, OwnRecord, PersonListed } from '../person.ts'
import { LinesTable, RolesTable } from './record.tsx'

const home = '/organiser/people'

export const schoolsSaid = (person: Pick<PersonListed, 'schools'>): string =>
  person.schools.length > 3 ? `${person.schools.slice(0, 3).join('; ')}; and others` : person.schools.join('; ')

export const Listed = ({ person }: { person: PersonListed }) => (
  <>
    <Link href={`${home}/${person.id}`}>{person.name}</Link>
    {person.email ? (
      <div class="govuk-!-font-weight-regular">
        <Address email={person.email} />
      </div>
    ) : null}
    {person.schools.length > 0 ? (
      <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{schoolsSaid(person)}</div>
    ) : null}
  </>
)

const why = {
  proposed: 'A school says: one person',
  not_asked: 'Named where nobody could be asked',
  same_address: 'One address, like names',
  same_school: 'Like names at one school',
} as const

/** @param other somebody to compare with */
export const PeopleSearch = ({ q, school, other }: { q: string; school: string; other: string | undefined }) => (
  <form method="post" action={home} novalidate class="muster-filter muster-search">
    {other ? <input type="hidden" name="with" value={other} /> : null}
    <TextField name="q" label="Name or email address" value={q} type="search" autocomplete="off" width={20} />
    <TextField name="school" label="School" hint="Name, town or URN" value={school} type="search" autocomplete="off" width={20} />
    <Button kind="secondary">Search</Button>
  </form>
)

export const Likely = ({ likely }: { likely: readonly LikelyPair[] }) =>
  likely.length === 0 ? null : (
    <>
      <Heading>Possible duplicate records</Heading>
      <P>Look at each pair before you merge it: two people of one name can work at one school, and an office shares its address.</P>
      <Table
        caption="Pairs of records that may be of one person"
        captionClass="govuk-visually-hidden"
        columns={['One record', 'The other', 'Why', 'Compare']}
        rows={likely.map(({ one, other, why: reason }) => [
          <Listed person={one} />,
          <Listed person={other} />,
          why[reason],
          <Link href={`${home}/compare?one=${one.id}&other=${other.id}`}>
            Compare<VisuallyHidden> the two records of {one.name}</VisuallyHidden>
          </Link>,
        ])}
      />
    </>
  )

const Merges = ({ person, merges }: { person: OwnRecord['person']; merges: readonly MergeLine[] }) => (
  <Table
    caption="Merged records"
    columns={['What', 'When', 'By', 'Undo']}
    rows={merges.map((merge) => [
      merge.keptId === person.id ? (
        <>
          Took in {merge.mergedName ?? 'an erased record'}
          <br />
          <Address email={merge.mergedEmail} />
        </>
      ) : (
        <>
          Merged into <Link href={`${home}/${merge.keptId}`}>{merge.keptName ?? 'an erased record'}</Link>
        </>
      ),
      sayInstant(merge.mergedAt),
      merge.mergedBy ?? '',
      merge.undoneAt ? (
        `Undone on ${sayDay(merge.undoneAt)}`
      ) : (
        <Link href={`${home}/merges/${merge.id}/undo`}>
          Undo
          <VisuallyHidden>
            {' '}
            the merge of {merge.mergedName} into {merge.keptName}
          </VisuallyHidden>
        </Link>
      ),
    ])}
  />
)

type PersonDetailsProps = OwnRecord & { merges: readonly MergeLine[]; now: Instant; administers: boolean }

export const PersonDetails = ({ person, roles, lines, merges, now, administers }: PersonDetailsProps) => {
  const into = merges.find((merge) => merge.mergedId === person.id && !merge.undoneAt)
  return (
    <>
      {into ? (
        <Inset>
          This record was merged into <Link href={`${home}/${into.keptId}`}>{into.keptName ?? 'another'}</Link>. Everything of it stands
          there.
        </Inset>
      ) : null}
      <SummaryList
        rows={[
          ['Email', person.email ? <Address email={person.email} /> : ''],
          [
            'Signs in with',
            person.accounts.length === 0
              ? 'No account'
              : person.accounts.map(({ id, email }) => (
                  <>
                    <Address email={email} />
                    {administers ? (
                      <>
                        {' '}
                        <Link href={`/organiser/accounts/${id}`}>
                          How it signs in<VisuallyHidden> ({email})</VisuallyHidden>
                        </Link>
                      </>
                    ) : null}
                    <br />
                  </>
                )),
          ],
          ['Telephone', person.telephone ?? ''],
          ['Known since', sayDay(person.createdAt)],
        ]}
      />
      {person.name && !into ? (
        <ul class="govuk-list muster-no-print">
          <li>
            <Link href={`${home}/${person.id}/correct`}>Correct the name or telephone number</Link>
          </li>
          <li>
            <Link href={`${home}/${person.id}/roles`}>Change roles at schools</Link>
          </li>
          <li>
            <Link href={`${home}?with=${person.id}`}>Find another record of this person</Link>
          </li>
          <li>
            <Link href={`/organiser/messages?person=${person.id}`}>Messages sent to this person, and what became of them</Link>
          </li>
          <li>
            <Link href={`/organiser/log?subjectKind=person&subjectId=${person.id}`}>What was done with this record</Link>
          </li>
          <li>
            <Link href={`/organiser/records/people/${person.id}`}>What is stored about this person, what they asked, and erasing</Link>
          </li>
        </ul>
      ) : null}
      <Heading>Roles at schools</Heading>
      {roles.length === 0 ? <P>No role is known.</P> : <RolesTable roles={roles} caption="Roles of this person" />}
      <Heading>Places and attendance</Heading>
      {lines.length === 0 ? (
        <P>Nothing is recorded.</P>
      ) : (
        <LinesTable lines={lines} now={now} caption="Places and attendance, the latest first" events="/organiser/events" certificates />
      )}
      {merges.length > 0 ? <Merges person={person} merges={merges} /> : null}
    </>
  )
}
