// The pages on which payers pay, and the desk's own page. They look like nothing of Stripe's and say on every one that no money moves.
import { Hono } from 'hono'
import { html } from 'hono/html'
import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { declineSession, paySession } from './checkout.ts'
import { control, letTimePass } from './control.ts'
import { fund } from './customers.ts'
import { deskModes } from './desk.ts'
import { declineInvoice, payByCard } from './invoice-payments.ts'
import { Refusal } from './refusal.ts'

type Markup = ReturnType<typeof html>

const pounds = (pence: number | null): string => `£${((pence ?? 0) / 100).toFixed(2)}`
const dated = (seconds: number | null): string =>
  seconds === null ? '–' : new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')

const style = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#0b0c0c;background:#fff}
.pretend{background:#fd0;padding:.5rem 1rem;font-weight:bold}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #b1b4b6;overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding-top:1rem}
button{font:inherit;padding:.5rem 1rem;margin:.3rem .5rem .3rem 0;background:#0b0c0c;color:#fff;border:0}button.other{background:#eee;color:#0b0c0c}
button:focus,a:focus,select:focus,input:focus{outline:3px solid #fd0;box-shadow:0 0 0 5px #0b0c0c}[role=alert]{border:4px solid #d4351c;padding:.5rem 1rem}input,select{font:inherit;padding:.3rem;max-width:100%}`

const page = (title: string, body: Markup): Markup =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} – pretend money</title><style>${style}</style></head>
<body><header><p class="pretend">Pretend money – this is not Stripe. Nobody is charged.</p></header><main><h1>${title}</h1>${body}</main></body></html>`

const alertOf = (message: string | undefined): Markup | string => (message ? html`<p role="alert">${message}</p>` : '')

const sessionPage = (session: Stripe.Checkout.Session, lines: Stripe.LineItem[], message?: string): Markup =>
  page(
    session.status === 'open'
      ? `Pay ${pounds(session.amount_total)}`
      : session.status === 'complete'
        ? 'This has been paid'
        : 'This has expired',
    html`${alertOf(message)}
<table><caption>What is paid for</caption><tbody>${lines.map((line) => html`<tr><th scope="row">${line.description ?? 'Item'}</th><td>${line.quantity ?? 1} ×</td><td>${pounds(line.amount_total)}</td></tr>`)}</tbody></table>
${
  session.status === 'open'
    ? html`<form method="post"><button name="act" value="pay">Pay ${pounds(session.amount_total)}</button><button class="other" name="act" value="decline">Pay with a card that is declined</button><button class="other" name="act" value="abandon">Go back without paying</button></form>`
    : session.cancel_url
      ? html`<p><a href="${session.cancel_url}">Go back</a></p>`
      : ''
}`,
  )

const invoicePage = (invoice: Stripe.Invoice, message?: string): Markup =>
  page(
    `Invoice ${invoice.number ?? invoice.id}`,
    html`${alertOf(message)}
<p>To ${invoice.customer_name ?? 'the payer'}. ${invoice.status === 'open' ? `${pounds(invoice.amount_remaining)} to pay by ${dated(invoice.due_date)}.` : `This invoice is ${invoice.status}.`}</p>
<table><caption>Details</caption><tbody>${(invoice.custom_fields ?? []).map((field) => html`<tr><th scope="row">${field.name}</th><td>${field.value}</td></tr>`)}
<tr><th scope="row">Total</th><td>${pounds(invoice.total)}</td></tr><tr><th scope="row">Paid</th><td>${pounds(invoice.amount_paid)}</td></tr></tbody></table>
<table><caption>Lines</caption><tbody>${invoice.lines.data.map((line) => html`<tr><th scope="row">${line.description ?? ''}</th><td>${pounds(line.amount)}</td></tr>`)}</tbody></table>
${
  invoice.status === 'open'
    ? html`<h2>By bank transfer</h2><p>Sort code 10-88-00, account 00012345, reference ${invoice.number ?? invoice.id}. The account is as pretended as the money.</p>
<form method="post"><button name="act" value="pay">Pay ${pounds(invoice.amount_remaining)} by card</button><button class="other" name="act" value="transfer">Pay by bank transfer</button><button class="other" name="act" value="decline">Pay with a card that is declined</button></form>`
    : ''
}
<p>${invoice.footer ?? ''}</p>`,
  )

/** The latest of a kind, newest first. */
const rowsOf = <T>(title: string, things: T[], row: (thing: T) => Markup): Markup =>
  html`<h2>${title}</h2>${
    things.length === 0
      ? html`<p>None yet.</p>`
      : html`<table><tbody>${things
          .slice(-30)
          .reverse()
          .map((one) => html`<tr>${row(one)}</tr>`)}</tbody></table>`
  }`

const deskPage = (account: Account, message?: string): Markup =>
  page(
    'The delivery desk',
    html`${alertOf(message)}
<p>The clock of this account says ${dated(account.now())} UTC. ${account.desk.waiting.length} deliveries are waiting; the desk's mode is ${account.desk.mode}${account.desk.delaySeconds > 0 ? `, ${account.desk.delaySeconds} seconds late` : ''}.</p>
<form method="post"><input type="hidden" name="do" value="desk"><label>Deliver <select name="mode">${deskModes.map((mode) => html`<option ${mode === account.desk.mode ? 'selected' : ''}>${mode}</option>`)}</select></label> <label>after seconds <input name="delaySeconds" size="6" value="${account.desk.delaySeconds}"></label> <button>Set</button></form>
<form method="post"><input type="hidden" name="do" value="release"><button>Let everything go that waits</button></form>
<form method="post"><input type="hidden" name="do" value="clock"><label>Move the clock on by seconds <input name="advance" size="8" value="3600"></label> <button>Move</button></form>
${rowsOf(
  'Checkout',
  account.all('checkout.session'),
  (one) =>
    html`<th scope="row"><a href="/c/pay/${one.id}">${one.id.slice(0, 16)}…</a></th><td>${one.status}</td><td>${one.payment_status}</td><td>${pounds(one.amount_total)}</td>`,
)}
${rowsOf(
  'Invoices',
  account.all('invoice'),
  (one) =>
    html`<th scope="row"><a href="/i/${one.id}">${one.number ?? one.id}</a></th><td>${one.status}</td><td>${pounds(one.total)}</td><td>${dated(one.due_date)}</td>`,
)}
${rowsOf(
  'Refunds',
  account.all('refund'),
  (one) =>
    html`<th scope="row">${one.id.slice(0, 12)}…</th><td>${one.status}</td><td>${pounds(one.amount)}</td><td>${
      one.status === 'pending' || one.status === 'requires_action'
        ? html`<form method="post"><button name="do" value="refunds/${one.id}/succeed">Let it succeed</button><button class="other" name="do" value="refunds/${one.id}/fail">Let it fail</button></form>`
        : ''
    }</td>`,
)}
${rowsOf('Events', account.all('event'), (one) => html`<th scope="row">${one.type}</th><td>${dated(one.created)}</td>`)}
<h2>Answers to deliveries</h2>${account.desk.log.length === 0 ? html`<p>None yet.</p>` : html`<ul>${account.desk.log.slice(-20).map((line) => html`<li>${line}</li>`)}</ul>`}`,
  )

const said = (act: () => void): string | undefined => {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

export const hostedPages = (accounts: () => Account[]): Hono => {
  const holding = (id: string): Account | undefined => {
    const account = accounts().find((one) => one.find(id))
    if (account) letTimePass(account)
    return account
  }
  const linesOf = (account: Account, id: string): Stripe.LineItem[] => (account.beside.get(id)?.['lines'] ?? []) as Stripe.LineItem[]
  const unknown = page('There is no such page', html`<p>The twin does not know it, or has been started afresh since.</p>`)

  return new Hono()
    .get('/c/pay/:id', (c) => {
      const account = holding(c.req.param('id'))
      if (!account) return c.html(unknown, 404)
      const session = account.get('checkout.session', c.req.param('id'))
      return c.html(sessionPage(session, linesOf(account, session.id)))
    })
    .post('/c/pay/:id', async (c) => {
      const account = holding(c.req.param('id'))
      if (!account) return c.html(unknown, 404)
      const session = account.get('checkout.session', c.req.param('id'))
      const act = (await c.req.parseBody())['act']
      const backTo = (url: string | null) => c.redirect((url ?? '/desk').replaceAll('{CHECKOUT_SESSION_ID}', session.id), 303)
      if (act === 'abandon') return backTo(session.cancel_url)
      const message = said(() => void (act === 'decline' ? declineSession(account, session.id) : paySession(account, session.id)))
      if (act === 'pay' && !message) return backTo(session.success_url)
      return c.html(sessionPage(session, linesOf(account, session.id), message ?? 'The card was declined. Try another one.'), 402)
    })
    .get('/i/:id/:pdf{pdf}?', (c) => {
      const account = holding(c.req.param('id'))
      return account ? c.html(invoicePage(account.get('invoice', c.req.param('id')))) : c.html(unknown, 404)
    })
    .post('/i/:id', async (c) => {
      const account = holding(c.req.param('id'))
      if (!account) return c.html(unknown, 404)
      const invoice = account.get('invoice', c.req.param('id'))
      const act = (await c.req.parseBody())['act']
      const message = said(() => {
        if (act === 'decline') declineInvoice(account, invoice)
        else if (act === 'transfer')
          fund(account, account.get('customer', String(invoice.customer)), { amount: invoice.amount_remaining, currency: 'gbp' })
        else payByCard(account, invoice)
      })
      if (act === 'decline') return c.html(invoicePage(invoice, message ?? 'The card was declined. Try another one.'), 402)
      return message ? c.html(invoicePage(invoice, message), 400) : c.redirect(`/i/${invoice.id}`, 303)
    })
    .get('/desk', (c) => {
      const [account] = accounts()
      return account ? c.html(deskPage(account)) : c.html(page('The delivery desk', html`<p>Nobody has asked for anything yet.</p>`))
    })
    .post('/desk', async (c) => {
      const [account] = accounts()
      if (!account) return c.redirect('/desk', 303)
      const { do: what, ...body } = await c.req.parseBody()
      const message = said(() => void control(account, 'POST', String(what), body))
      return message ? c.html(deskPage(account, message), 400) : c.redirect('/desk', 303)
    })
    .get('/', (c) => c.redirect('/desk', 303))
}
