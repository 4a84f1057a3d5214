/** How long the mails are that most people get, of a booking of two at one day. */
export const mostWords = { confirmation: 120, invitation: 120, offer: 90, reminder: 80 } as const

/**
 * Words between greeting and small print, without the sentence that says until when cancelling is
 * free.
 */
export const wordsOfMail = (text: string): number => {
  const [body = ''] = text.split('\n--\n')
  const [, , ...lines] = body.split('\n')
  const counted = lines.filter((line) => !/^(Dear .*,$|Cancelling is )/.test(line))
  return counted.join(' ').split(/\s+/).filter(Boolean).length
}
