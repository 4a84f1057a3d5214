// A mail as it travels: what a recipient's mail server is given.
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Mail } from './account.ts'

/** The whole message; the same mail is always the same bytes. */
export const emlOf = (mail: Mail): Promise<Buffer> =>
  new MailComposer({
    baseBoundary: mail.id,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    replyTo: mail.reply_to,
    subject: mail.subject,
    date: new Date(mail.at),
    messageId: mail.message_id,
    headers: mail.headers,
    ...(mail.text === null ? {} : { text: mail.text }),
    ...(mail.html === null ? {} : { html: mail.html }),
    attachments: mail.attachments.map((one) => ({
      content: Buffer.from(one.content, 'base64'),
      filename: one.filename ?? false,
      ...(one.content_type === null ? {} : { contentType: one.content_type }),
      ...(one.content_id === null ? {} : { cid: one.content_id }),
    })),
  })
    .compile()
    .build()
