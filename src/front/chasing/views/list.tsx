import { sayDay, sayShortDay } from '#base/dates.ts'
import { Button, Choices, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Pagination, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import {
  choicesOf,
  countOf,
  type Group,
  hasPlaces,
  type ListedSchool,
  type Listing,
  lists,
  listWords,
  type Narrowed,
  narrowingNames,
  narrowings,
  type Subject,
  sayCategory,
} from '../list.ts'

type ListPageProps = {
  list: Listing & { title: string }
  subjects: readonly Subject[]
  asked: Narrowed & { of: string; page: number }
  shown: readonly ListedSchool[]
  groups: readonly Group[]
  pageSize: number
  url: string
  problems?: Problems | undefined
}

export const ListPage = ({ list: { list, title }, subjects, asked, shown, groups, pageSize, url, problems }: ListPageProps) => {
  const here = `/organiser/chasing/lists/${list}`
  const total = countOf(groups, asked)
  const { page: _, ...kept } = asked
  const { of: document, ...filters } = kept
  const csv = new URLSearchParams(document ? kept : filters)
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>{title}</Title>
      <P>{listWords[list].says}</P>
      <nav aria-label="Lists of schools to follow up" class="muster-no-print">
        <ul class="govuk-list muster-actions">
          {lists.map((one) => (
            <li>
              {one === list ? (
                <strong aria-current="true">{listWords[one].title}</strong>
              ) : (
                <Link href={`/organiser/chasing/lists/${one}`}>{listWords[one].title}</Link>
              )}
            </li>
          ))}
          <li>
            <Link href="/organiser/chasing">Next steps due</Link>
          </li>
          <li>
            <Link href={`${here}/schools.csv?${csv}`}>This list as CSV</Link>
          </li>
        </ul>
      </nav>
      {subjects.length === 0 ? null : (
        <form method="get" action={here} class="muster-filter muster-filter--beside muster-no-print">
          <Select
            name="of"
            label={list === 'guidance' ? 'Guidance' : 'Round'}
            value={document}
            options={subjects.map((one) => ({ value: one.id, text: `${one.title}, by ${sayDay(one.dueOn)}` }))}
          />
          <button type="submit" class="govuk-button govuk-button--secondary">
            Show
          </button>
        </form>
      )}
      <details class="govuk-details muster-narrow" open={narrowings.some((by) => asked[by] !== '')}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Narrow the list</span>
        </summary>
        <form method="get" action={here} class="muster-filter muster-filter--beside">
          {document ? <input type="hidden" name="of" value={document} /> : null}
          {narrowings.map((by) => (
            <Select
              name={by}
              label={narrowingNames[by]}
              value={asked[by]}
              options={[{ value: '', text: 'All' }, ...choicesOf(groups, by)]}
            />
          ))}
          <button type="submit" class="govuk-button govuk-button--secondary">
            Show
          </button>
        </form>
      </details>
      {shown.length === 0 ? (
        <P>No school of the area is on this list{groups.length > 0 ? ' with these filters' : ''}.</P>
      ) : (
        <form method="post" action={here}>
          {document ? <input type="hidden" name="of" value={document} /> : null}
          {narrowings.map((by) => (
            <input type="hidden" name={by} value={asked[by]} />
          ))}
          <Table
            dense
            caption={counted(total, 'school')}
            columns={[
              'School',
              'Phase',
              'Kind',
              'Trust',
              hasPlaces(list) ? 'Lead by our record' : 'How far it is',
              'Telephone',
              'Last contacted',
            ]}
            rows={shown.map((school, index) => [
              <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
                <div class="govuk-checkboxes__item">
                  <input
                    class="govuk-checkboxes__input"
                    id={index === 0 ? 'schools' : `schools-${index + 1}`}
                    name="schools"
                    type="checkbox"
                    value={school.id}
                  />
                  <label
                    class="govuk-label govuk-checkboxes__label govuk-!-font-size-16"
                    for={index === 0 ? 'schools' : `schools-${index + 1}`}
                  >
                    {school.name}, {school.town}
                  </label>
                </div>
              </div>,
              sayCategory('phase', school.phase),
              sayCategory('kind', school.kind),
              school.trust,
              <>
                {school.state}
                {school.waits && hasPlaces(list) ? <span class="muster-also">Waits for a place</span> : null}
              </>,
              school.telephone || 'Not known',
              <Link href={`/organiser/schools/${school.id}#follow-up`}>
                <span class="muster-nowrap">{school.lastTried ? sayShortDay(school.lastTried) : 'Nobody yet'}</span>
                <VisuallyHidden>: follow-up of {school.name}</VisuallyHidden>
              </Link>,
            ])}
          />
          <Choices
            type="radios"
            small
            name="which"
            label="For which schools?"
            values={['ticked']}
            options={[
              { value: 'ticked', text: 'Those ticked on this page' },
              { value: 'all', text: `All of this list: ${counted(total, 'school')}` },
            ]}
          />
          <div class="govuk-button-group">
            <Button name="do" value="message">
              Prepare a message
            </Button>
            {hasPlaces(list) ? (
              <Button kind="secondary" name="do" value="hold">
                Reserve places for them
              </Button>
            ) : null}
          </div>
        </form>
      )}
      <Pagination url={url} page={asked.page} pageSize={pageSize} total={total} />
    </>
  )
}
