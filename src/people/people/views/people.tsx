import { type Instant, sayDay, sayInstant } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Address, ErrorSummary, Pagination, SummaryList, Table } from '#base/web/page-parts.tsx'
import { type MergeLine, type PeopleList, type PersonListed, peoplePage, type WholePerson } from '../person.ts'
import { LinesTable, RolesTable } from './record.tsx'

const home = '/organiser/people'

const schoolsSaid = (person: Pick<PersonListed, 'schools'>): string =>
  person.schools.length > 3 ? `${person.schools.slice(0, 3).join('; ')}; and others` : person.schools.join('; ')

const Listed = ({ person }: { person: PersonListed }) => (
  <>
    <a class="govuk-link" href={`${home}/${person.id}`}>
      {person.name}
    </a>
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

const why = { same_address: 'One address, like names', same_school: 'One name at one school' } as const

export const PeoplePage = ({
  list,
  url,
  page,
  q,
  school,
  other,
}: {
  list: PeopleList
  url: string
  page: number
  q: string
  school: string
  /** Somebody to compare the one that is chosen with. */
  other: { id: string; name: string } | undefined
}) => {
  const searched = q !== '' || school !== ''
  return (
    <>
      <h1 class="govuk-heading-l">{other ? `Who is the same person as ${other.name}?` : 'People'}</h1>
      <form method="post" action={home} novalidate>
        {other ? <input type="hidden" name="with" value={other.id} /> : null}
        <TextField name="q" label="Name or email address" value={q} type="search" autocomplete="off" width={20} />
        <TextField name="school" label="School" hint="Name, town or URN" value={school} type="search" autocomplete="off" width={20} />
        <Button kind="secondary">Search</Button>
      </form>
      {searched ? null : <Likely list={list} />}
      <h2 class="govuk-heading-m">{searched ? `${list.total.toLocaleString('en-GB')} found` : 'Everyone'}</h2>
      {list.people.length === 0 ? (
        <p class="govuk-body">
          {searched
            ? 'Nobody is known by that. Try part of the name, or the school alone.'
            : 'Nobody is known yet. People become known when they sign in, are booked or come to an event.'}
        </p>
      ) : (
        <Table
          caption="People, by name"
          captionClass="govuk-visually-hidden"
          columns={['Person', { text: 'Places', numeric: true }, ...(other ? ['Compare'] : [])]}
          rows={list.people.map((person) => [
            <Listed person={person} />,
            person.places,
            ...(other
              ? [
                  person.id === other.id ? (
                    'This record'
                  ) : (
                    <a class="govuk-link" href={`${home}/compare?one=${other.id}&other=${person.id}`}>
                      Compare<span class="govuk-visually-hidden"> with {person.name}</span>
                    </a>
                  ),
                ]
              : []),
          ])}
        />
      )}
      <Pagination url={url} page={page} pageSize={peoplePage} total={list.total} />
    </>
  )
}

const Likely = ({ list }: { list: PeopleList }) =>
  list.likely.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Perhaps one person twice</h2>
      <p class="govuk-body">
        Look at each pair before you make them one: two people of one name can work at one school, and an office shares its address.
      </p>
      <Table
        caption="Pairs of records that may be of one person"
        captionClass="govuk-visually-hidden"
        columns={['One record', 'The other', 'Why', 'Compare']}
        rows={list.likely.map(({ one, other, why: reason }) => [
          <Listed person={one} />,
          <Listed person={other} />,
          why[reason],
          <a class="govuk-link" href={`${home}/compare?one=${one.id}&other=${other.id}`}>
            Compare<span class="govuk-visually-hidden"> the two records of {one.name}</span>
          </a>,
        ])}
      />
    </>
  )

const Merges = ({ person, merges }: { person: WholePerson['person']; merges: readonly MergeLine[] }) => (
  <Table
    caption="Records made one"
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
          Merged into{' '}
          <a class="govuk-link" href={`${home}/${merge.keptId}`}>
            {merge.keptName ?? 'an erased record'}
          </a>
        </>
      ),
      sayInstant(merge.mergedAt),
      merge.mergedBy ?? '',
      merge.undoneAt ? (
        `Undone on ${sayDay(merge.undoneAt)}`
      ) : (
        <a class="govuk-link" href={`${home}/merges/${merge.id}/undo`}>
          Undo
          <span class="govuk-visually-hidden">
            {' '}
            the merge of {merge.mergedName} into {merge.keptName}
          </span>
        </a>
      ),
    ])}
  />
)

export const PersonPage = ({
  person,
  roles,
  lines,
  merges,
  now,
  administers,
}: Omit<WholePerson, 'movable'> & { merges: readonly MergeLine[]; now: Instant; administers: boolean }) => {
  const into = merges.find((merge) => merge.mergedId === person.id && !merge.undoneAt)
  return (
    <>
      <h1 class="govuk-heading-l">{person.name ?? 'An erased person'}</h1>
      {into ? (
        <div class="govuk-inset-text">
          This record was merged into{' '}
          <a class="govuk-link" href={`${home}/${into.keptId}`}>
            {into.keptName ?? 'another'}
          </a>
          . Everything of it stands there.
        </div>
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
                        <a class="govuk-link" href={`/organiser/accounts/${id}`}>
                          How it signs in<span class="govuk-visually-hidden"> ({email})</span>
                        </a>
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
            <a class="govuk-link" href={`${home}/${person.id}/correct`}>
              Correct the name or telephone number
            </a>
          </li>
          <li>
            <a class="govuk-link" href={`${home}/${person.id}/roles`}>
              Change roles at schools
            </a>
          </li>
          <li>
            <a class="govuk-link" href={`${home}?with=${person.id}`}>
              Find another record of this person
            </a>
          </li>
          <li>
            <a class="govuk-link" href={`/organiser/messages?person=${person.id}`}>
              Messages sent to this person, and what became of them
            </a>
          </li>
          <li>
            <a class="govuk-link" href={`/organiser/log?subjectKind=person&subjectId=${person.id}`}>
              What was done with this record
            </a>
          </li>
          <li>
            <a class="govuk-link" href={`/organiser/records/people/${person.id}`}>
              What is stored about this person, what they asked, and erasing
            </a>
          </li>
        </ul>
      ) : null}
      <h2 class="govuk-heading-m">Roles at schools</h2>
      {roles.length === 0 ? <p class="govuk-body">No role is known.</p> : <RolesTable roles={roles} caption="Roles of this person" />}
      <h2 class="govuk-heading-m">Places and attendance</h2>
      {lines.length === 0 ? (
        <p class="govuk-body">Nothing is recorded.</p>
      ) : (
        <LinesTable lines={lines} now={now} caption="Places and attendance, the latest first" events="/organiser/events" />
      )}
      {merges.length > 0 ? <Merges person={person} merges={merges} /> : null}
    </>
  )
}

export const CorrectPage = ({ values, problems }: { values: Record<string, string>; problems?: Problems | undefined }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Correct a person’s details</h1>
      <p class="govuk-body">
        The name changes wherever this person stands, on past registers too. The email address is theirs to change, from their account page.
      </p>
      <form method="post" novalidate>
        <TextField name="name" label="Name" value={values['name']} autocomplete="off" problems={problems ?? {}} />
        <TextField
          name="telephone"
          label="Telephone number (optional)"
          type="tel"
          width={20}
          value={values['telephone']}
          autocomplete="off"
          problems={problems ?? {}}
        />
        <Button>Save</Button>
      </form>
    </div>
  </div>
)
