/** The inbox of the local stack. In English. */

export const inboxWords = {
  inbox: {
    title: 'Inbox',
    lead: 'What the stack on this machine would have sent, as whoever gets it sees it.',
    latest: (count: number) => `The latest ${count} of each kind are shown.`,
    emails: 'E-mails',
    texts: 'Text messages',
    empty: 'Nothing was sent yet',
    emptyDetail: 'Place an order: its messages show up here within seconds.',
    to: 'To',
    noSubject: '(no subject)',
    characters: (count: number) => (count === 1 ? '1 character' : `${count} characters`),
    segments: (count: number) => (count === 1 ? '1 message' : `${count} messages`),
    seeOrder: 'See the order',
    list: 'Messages',
  },
};
