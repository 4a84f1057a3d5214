import { type Day, londonDay, sayDay, sayInstant } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { Paragraphs } from '#events/events/views/event-page.tsx'
import { askingWords, documentKindWords, isAnswered, sayAfterNational, sayDecision, type Version } from '../../documents/document.ts'
import { Difference, SecondNote, sayDueBy, VersionText } from '../../documents/views/version.tsx'
import { type OwnState, sayOwn } from '../answer.ts'
import { type OwnIssue, type Receipt, reasonWords, receiptWords, sayReceipt } from '../issuing.ts'

type ReadingProps = { issue: OwnIssue; version: Version; before: Version | undefined; state: OwnState | undefined; today: Day }

/** The way to the answer, where one is asked. */
const ToAnswer = ({ issue, state, href }: Pick<ReadingProps, 'issue' | 'state'> & { href: string }) =>
  isAnswered(issue.asked) && issue.current ? (
    <P>
      <Link href={href}>{state?.answer ? 'Change what your school told us' : 'Say what your school decided'}</Link>
    </P>
  ) : null

/** What a version says, as a school reads it. */
const Reading = ({
  issue,
  version,
  before,
  state,
  today,
  files,
  opensBy,
}: ReadingProps & {
  /** Where its files are downloaded. */
  files: string
  /** Where it is noted that somebody opens it, who has not yet. */
  opensBy?: string | undefined
}) => (
  <>
    {issue.withdrawnAt ? (
      <div class="govuk-inset-text">
        The council withdrew it on {sayDay(issue.withdrawnAt)}: {issue.withdrawnWhy}
      </div>
    ) : issue.current ? null : (
      <div class="govuk-inset-text">A later version has been issued. Nothing is asked of this one any more.</div>
    )}
    <SecondNote version={version} today={today} />
    <SummaryList
      rows={[
        ['What it is', documentKindWords[issue.kind]],
        ['Asked of you', !issue.current ? undefined : state?.answer ? 'No new answer: what you told us stands' : askingWords[issue.asked]],
        ['What you told us', state?.answer ? sayOwn(issue, state, 'you') : undefined],
        ['By when', !issue.current || issue.asked === 'nothing' || state?.answer ? undefined : sayDueBy(version, issue.asked)],
        [
          'Issued to your school',
          `${sayDay(issue.issuedAt)}${issue.why === 'issued' ? sayAfterNational(version.availableOn, londonDay(issue.issuedAt)) : ` (${reasonWords[issue.why].toLowerCase()}${issue.from ? `: ${issue.from}` : ''})`}`,
        ],
        ['Decision', sayDecision(version)],
        [
          'Equality impact assessment',
          version.equalityLink === '' ? undefined : (
            <Link href={version.equalityLink} rel="noreferrer">
              Read it
            </Link>
          ),
        ],
      ]}
    />
    {version.whatChanged === '' ? null : (
      <>
        <Heading>What has changed</Heading>
        <Paragraphs text={version.whatChanged} />
      </>
    )}
    {version.whatToDo === '' ? null : (
      <>
        <Heading>What you must do</Heading>
        <Paragraphs text={version.whatToDo} />
      </>
    )}
    <div id="document">
      <Heading>The document</Heading>
    </div>
    {opensBy ? (
      <form method="post" action={opensBy}>
        <Button>Read it</Button>
      </form>
    ) : (
      <VersionText text={version.text} files={version.files} at={files} />
    )}
    {!opensBy && before && before.text !== '' && version.text !== '' ? (
      <Details summary={`What differs from version ${before.number}`}>
        <Difference before={before.text} after={version.text} />
      </Details>
    ) : null}
  </>
)

export const OwnIssuePage = ({
  school,
  issue,
  version,
  before,
  today,
  state,
  receipts,
  history,
  base,
  isOpen,
  isOwn,
}: ReadingProps & {
  school: string
  receipts: readonly Receipt[]
  /** Other versions of the document that the school had. */
  history: readonly OwnIssue[]
  base: string
  /** Whoever asks has opened it before. */
  isOpen: boolean
  /** They have said already that they have it. */
  isOwn: boolean
}) => (
  <Page>
    <span class="govuk-caption-l">{school}</span>
    <Title>{issue.title}</Title>
    <Reading
      {...{ issue, version, before, state, today }}
      files={`${base}/${issue.id}/files`}
      opensBy={isOpen ? undefined : `${base}/${issue.id}/opening`}
    />
    {isOwn ? (
      <P>You have said that you have it.</P>
    ) : (
      <form method="post" action={`${base}/${issue.id}/acknowledge`}>
        <Button>I have it</Button>
      </form>
    )}
    <ToAnswer {...{ issue, state }} href={`${base}/${issue.id}/answer`} />
    <Heading>Emails and confirmations</Heading>
    {receipts.length === 0 ? (
      <P>Nobody yet, by our record.</P>
    ) : (
      <Table
        caption="Emails and confirmations"
        captionClass="govuk-visually-hidden"
        columns={['Who', 'Role', 'What', 'When']}
        rows={receipts.map(({ who, role, level, at, ...receipt }) => [
          who,
          role,
          `${sayReceipt(receiptWords, receipt)}${level === 'stated' ? ', as typed' : ''}`,
          sayInstant(at),
        ])}
      />
    )}
    {history.length > 0 ? (
      <>
        <Heading>Other versions</Heading>
        <ul class="govuk-list">
          {history.map((one) => (
            <li>
              <Link href={`${base}/${one.id}`}>Version {one.number}</Link>, issued on {sayDay(one.issuedAt)}
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </Page>
)

/** By the link of a mail, without signing in. */
export const LinkedIssuePage = ({
  school,
  issue,
  version,
  before,
  today,
  state,
  own,
  at,
  typed,
  problems,
  why,
}: ReadingProps & {
  school: string
  /** The same page, signed in. */
  own: string
  at: string
  typed: Record<string, string>
  problems?: Problems | undefined
  why?: string | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <NothingChanged why={why} />
    <span class="govuk-caption-l">{school}</span>
    <Title>{issue.title}</Title>
    <Reading {...{ issue, version, before, state, today }} files={`${at}/files`} />
    <Heading>Say that you have it</Heading>
    <P>
      It is kept as typed behind a link. If you act for the school or are its head, <Link href={`/sign-in?next=${own}`}>sign in</Link> to
      say it under your own account.
    </P>
    <form method="post">
      <TextField name="name" label="Your name" autocomplete="name" value={typed['name']} problems={problems} />
      <TextField name="role" label="Your role at the school" value={typed['role']} problems={problems} />
      <Button>I have it</Button>
    </form>
    <ToAnswer {...{ issue, state }} href={`${at}/answer`} />
  </Page>
)

export const ThanksPage = ({ title, at }: { title: string; at: string }) => (
  <Page>
    <Title>Thank you</Title>
    <P>It is kept that you have “{title}”, with the name and role that you typed and today’s date.</P>
    <P>
      <Link href={at}>Read it again</Link>
    </P>
  </Page>
)

export const NoGuidanceLinkPage = () => (
  <Page>
    <Title>This link does not work</Title>
    <P>It may have been cut off in a mail. Whoever acts for your school finds the guidance on the page of the school.</P>
  </Page>
)
