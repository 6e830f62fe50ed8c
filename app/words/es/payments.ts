import type { SameKeys } from '../catalogue.ts'
import type { payments as english } from '../en/payments.ts'

export const payments: SameKeys<typeof english> = {
  'stands:confirming': 'Stripe está confirmando su pago. Esta página se actualiza sola.',
  'stands:not_needed': 'No hay nada que pagar.',
  'stands:paid': 'Pagado. Gracias.',
  'stands:problem': 'El pago no se completó. Su pedido está a salvo; puede intentarlo de nuevo.',
  'stands:unknown':
    'La cuenta de su última página de pago está cerrada. Si pagó allí, no pague otra vez: pregunte al vendedor. Si no, puede pagar de nuevo.',
  'stands:unpaid': 'Este pedido todavía no está pagado.',
  'stands:waiting_for_buyer': 'Hay una página de pago abierta para este pedido. Continúe donde la dejó.',
  'why-not:not-ready': 'El vendedor no puede recibir pagos con tarjeta en este momento.',
  'why-not:orders-only': 'Usted puede pedir, pero no pagar. Pida a un colega que pueda pagar que abra este pedido.',
}
