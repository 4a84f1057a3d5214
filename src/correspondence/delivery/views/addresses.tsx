import { sayInstant } from '#base/dates.ts'
import { Button, Choice, Select, TextField } from '#base/web/field.tsx'
import { Address, Heading, Link, P, Pagination, SummaryList, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import {
  type AddressHistory,
  type FailingAddress,
  type ListedTrouble,
  pageSize,
  sayAddressProblem,
  type UserOfAddress,
} from '../address-problem.ts'

const home = '/organiser/addresses'

const State = ({ trouble }: { trouble: FailingAddress }) =>
  trouble.solved === null ? (
    <Tag colour="red">Does not work</Tag>
  ) : (
    <Tag colour="green">{trouble.solved === 'corrected' ? 'Corrected' : 'Works again'}</Tag>
  )

/** Every address that does not work, or did. */
export const AddressesPage = ({
  list,
  show,
  q,
  page,
  url,
}: {
  list: { troubles: readonly ListedTrouble[]; total: number; failing: number }
  show: 'failing' | 'all'
  q: string
  page: number
  url: string
}) => (
  <>
    <Title>Email addresses that do not work</Title>
    <P>
      Mail to these addresses comes back, or was marked as spam there. Nothing is sent to them until they are corrected, or somebody says
      that they work again. What was missed is then sent by itself.
    </P>
    <form method="post" action={home} class="muster-filter">
      <TextField name="q" label="Name, address or school" value={q} type="search" autocomplete="off" width={20} />
      <Select
        name="show"
        label="Show"
        value={show}
        options={[
          { value: 'failing', text: 'Those that do not work now' },
          { value: 'all', text: 'Also those that were solved' },
        ]}
      />
      <Button kind="secondary">Show</Button>
    </form>
    {list.troubles.length === 0 ? (
      <P>{q || show === 'all' ? 'No address matches.' : 'Every address works, as far as we know.'}</P>
    ) : (
      <Table
        caption={counted(list.total, 'address', 'addresses')}
        columns={['Whose', 'What is known', { text: 'Missed', numeric: true }]}
        rows={list.troubles.map((trouble) => [
          <>
            <Link href={`${home}/${trouble.id}`}>{trouble.names ?? 'Nobody by name'}</Link>
            <div class="govuk-!-font-weight-regular">
              <Address email={trouble.email} />
            </div>
            {trouble.schools ? <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{trouble.schools}</div> : null}
          </>,
          <>
            <State trouble={trouble} />
            <div>
              {sayAddressProblem[trouble.kind]}, since {sayInstant(trouble.at)}
            </div>
          </>,
          trouble.missed,
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={list.total} />
  </>
)

const kinds: Record<UserOfAddress['what'], string> = { person: 'Person', account: 'Account that signs in', contact: 'Contact of a school' }

const linkTo = (user: UserOfAddress): string | undefined =>
  user.what === 'person' ? `/organiser/people/${user.id}` : user.what === 'contact' ? `/organiser/schools/${user.schoolId}` : undefined

/** An address's problems, who has it, missed messages, and a form to say that it works again. */
export const AddressPage = ({ history }: { history: AddressHistory }) => {
  const { trouble, all, users, missed } = history
  return (
    <>
      <Title>
        <Address email={trouble.email} />
      </Title>
      <SummaryList
        rows={[
          ['Now', <State trouble={trouble} />],
          ['What happened', sayAddressProblem[trouble.kind]],
          ['Since', sayInstant(trouble.at)],
          ['Others written to', trouble.toldAt ? sayInstant(trouble.toldAt) : 'Not yet'],
          ['Solved', trouble.solvedAt ? sayInstant(trouble.solvedAt) : undefined],
        ]}
      />
      <Heading>Who has it</Heading>
      {users.length === 0 ? (
        <P>Nobody has it any more.</P>
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          {users.map((user) => {
            const href = linkTo(user)
            const name = user.name ?? 'Without a name'
            return (
              <li>
                {kinds[user.what]}: {href ? <Link href={href}>{name}</Link> : name}
                {user.school ? `, ${user.school}` : ''}
              </li>
            )
          })}
        </ul>
      )}
      {trouble.solved === null ? (
        <>
          <Heading>Put it right</Heading>
          <P>
            A misspelt address is corrected on the page of the booking; an account’s owner changes theirs on the page of their account. That
            solves this by itself.
          </P>
          <a class="govuk-button govuk-button--secondary" href={`${home}/${trouble.id}/works-again`}>
            It works again
          </a>
        </>
      ) : null}
      <Heading>What was missed</Heading>
      {missed.length === 0 ? (
        <P>Nothing.</P>
      ) : (
        <Table
          caption="Messages, newest first"
          captionClass="govuk-visually-hidden"
          columns={['Subject', 'What became of it']}
          rows={missed.map((message) => [
            <>
              <Link href={`/organiser/messages/${message.id}`}>{message.subject}</Link>
              <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{sayInstant(message.createdAt)}</div>
            </>,
            <>
              {message.withheld ? 'Not sent, because the address did not work' : 'Not accepted'}
              {message.sentAgainAs ? (
                <div>
                  <Link href={`/organiser/messages/${message.sentAgainAs}`}>
                    Sent again<span class="govuk-visually-hidden">: {message.subject}</span>
                  </Link>
                </div>
              ) : null}
            </>,
          ])}
        />
      )}
      {all.length > 1 ? (
        <>
          <Heading>Earlier</Heading>
          <ul class="govuk-list govuk-list--bullet">
            {all
              .filter((one) => one.id !== trouble.id)
              .map((one) => (
                <li>
                  {sayAddressProblem[one.kind]}, {sayInstant(one.at)}
                  {one.solvedAt ? `; ${one.solved === 'corrected' ? 'corrected' : 'works again'} ${sayInstant(one.solvedAt)}` : ''}
                </li>
              ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

/** Confirms sending mail to an address again. */
export const WorksAgainPage = ({
  email,
  names,
  trouble,
  action,
  problem,
}: {
  email: string
  names: string
  trouble: Pick<FailingAddress, 'kind' | 'at'>
  action: string
  problem?: boolean
}) => (
  <>
    {problem ? (
      <div class="govuk-error-summary" data-module="govuk-error-summary">
        <div role="alert">
          <h2 class="govuk-error-summary__title">There is a problem</h2>
          <div class="govuk-error-summary__body">
            <ul class="govuk-list govuk-error-summary__list">
              <li>
                <a href="#confirmed">Confirm that the address works now</a>
              </li>
            </ul>
          </div>
        </div>
      </div>
    ) : null}
    <Title>Does this address work again?</Title>
    <SummaryList
      rows={[
        ['Address', <Address email={email} />],
        ['Whose', names || undefined],
        ['What happened', sayAddressProblem[trouble.kind]],
        ['Since', sayInstant(trouble.at)],
      ]}
    />
    <P>
      Mail is sent to it again, and so is what was missed about events that lie ahead. If it still does not work, it is marked again. Is the
      address misspelt? Then correct it instead.
    </P>
    <form method="post" action={action} novalidate>
      <div class={`govuk-form-group${problem ? ' govuk-form-group--error' : ''}`}>
        <div class="govuk-checkboxes">
          <Choice type="checkboxes" id="confirmed" name="confirmed" value="yes">
            I know from its owner, or from whoever runs the mail, that this address works now
          </Choice>
        </div>
      </div>
      <Button>Send mail to it again</Button>
    </form>
  </>
)
