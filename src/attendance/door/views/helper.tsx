import { sayLongDay } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Inset, P, Page, Title } from '#base/web/page-parts.tsx'
import type { DoorLink, LinkRefusal } from '../door-link.ts'

type HelperPageProps = {
  link: DoorLink
  name: string
  signedInAs: string | undefined
  problems: Problems | undefined
}

export const HelperPage = ({ link, name, signedInAs, problems }: HelperPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{[link.title, link.venueName].filter(Boolean).join(', ')}</Caption>
    <Title>Help at the door</Title>
    <P>You can check people in today, {sayLongDay(link.day)}. You need no account.</P>
    {signedInAs ? <Inset>You are signed in as {signedInAs}. Opening the door signs you out of that account here.</Inset> : null}
    <form method="post" novalidate>
      <TextField
        name="name"
        label="Your name"
        hint="Shown beside each person you check in"
        autocomplete="name"
        value={name}
        problems={problems}
      />
      <Button>Open the door</Button>
    </form>
  </Page>
)

const why: Record<LinkRefusal, (link: DoorLink | undefined) => string> = {
  ended: () => 'This link has ended. Ask an organiser of the event for another one.',
  full: () => 'This link has let in as many helpers as it may. Ask an organiser of the event for another one.',
  before_its_day: (link) => `This link opens the door on ${link ? sayLongDay(link.day) : 'its day'}. Open it again then.`,
}

export const ClosedLinkPage = ({ why: reason, link }: { why: LinkRefusal; link: DoorLink | undefined }) => (
  <Page>
    <Title>This link lets nobody in now</Title>
    <P>{why[reason](link)}</P>
  </Page>
)
