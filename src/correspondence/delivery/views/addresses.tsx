import { sayInstant } from '#base/dates.ts'
import { Address, Bullets, Heading, Link, P, SummaryList, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type AddressHistory, type FailingAddress, sayAddressProblem, type UserOfAddress } from '../address-problem.ts'

const home = '/organiser/addresses'

const kinds: Record<UserOfAddress['what'], string> = { person: 'Person', account: 'Account that signs in', contact: 'Contact of a school' }

const linkTo = (user: UserOfAddress): string | undefined =>
  user.what === 'person' ? `/organiser/people/${user.id}` : user.what === 'contact' ? `/organiser/schools/${user.schoolId}` : undefined

export const AddressPage = ({ history }: { history: AddressHistory }) => {
  const { trouble, all, users, missed } = history
  return (
    <>
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
        <Bullets>
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
        </Bullets>
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
                    Sent again<VisuallyHidden>: {message.subject}</VisuallyHidden>
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
          <Bullets>
            {all
              .filter((one) => one.id !== trouble.id)
              .map((one) => (
                <li>
                  {sayAddressProblem[one.kind]}, {sayInstant(one.at)}
                  {one.solvedAt ? `; ${one.solved === 'corrected' ? 'corrected' : 'works again'} ${sayInstant(one.solvedAt)}` : ''}
                </li>
              ))}
          </Bullets>
        </>
      ) : null}
    </>
  )
}

type WorksAgainProps = { email: string; names: readonly string[]; trouble: Pick<FailingAddress, 'kind' | 'at'> }

export const WorksAgain = ({ email, names, trouble }: WorksAgainProps) => (
  <>
    <SummaryList
      rows={[
        ['Address', <Address email={email} />],
        ['Whose', [...new Set(names)].filter(Boolean).join(', ') || undefined],
        ['What happened', sayAddressProblem[trouble.kind]],
        ['Since', sayInstant(trouble.at)],
      ]}
    />
    <P>
      Mail is sent to it again, and so is what was missed about events that lie ahead. If it still does not work, it is marked again. Is the
      address misspelt? Then correct it instead.
    </P>
  </>
)

export const State = ({ trouble }: { trouble: FailingAddress }) =>
  trouble.solved === null ? (
    <Tag colour="red">Does not work</Tag>
  ) : (
    <Tag colour="green">{trouble.solved === 'corrected' ? 'Corrected' : 'Works again'}</Tag>
  )
