import type { SameKeys } from '../catalogue.ts'
import type { orders as english } from '../en/orders.ts'

/** Los pedidos, en español. */
export const orders: SameKeys<typeof english> = {
  'again:all-in-cart': 'Todo lo disponible ya está en su carrito ({{inCart}}).',
  'again:fewer': 'Ahora solo hay {{added}} de {{ordered}}.',
  'again:fewer-price': 'Ahora solo hay {{added}} de {{ordered}}, a {{now}} en lugar de {{before}}.',
  'again:gone': 'Ya no se le vende.',
  'again:price': 'Ahora cuesta {{now}} en lugar de {{before}}.',
  'again:sold-out': 'Por el momento está agotado.',
  'being-shipped': '{{name}} acaba de enviar este pedido. Se registra en un momento; hasta entonces se puede deshacer.',
  'beyond-credit': 'Esto supera su límite de crédito: el pedido esperará una aprobación o su pago.',
  'hold:awaiting_payment': 'A la espera del pago: este pedido debe pagarse antes de enviarse.',
  'hold:credit_limit': 'Límite de crédito: con este pedido el cliente supera su límite. Necesita una aprobación o un pago.',
  'no-card:not-ready': 'Por el momento no se puede pagar con tarjeta. Inténtelo más tarde o consulte a su contacto de ventas.',
  'no-card:switched-off': 'El pago con tarjeta no está activado para su cuenta. Consulte a su contacto de ventas.',
  'no-card:odd': 'Las tarjetas admiten importes en pasos de {{step}}. Pregunte a su contacto de ventas cómo saldar este.',
  'no-card:rest-too-small':
    'Solo quedan {{due}} por pagar y las tarjetas admiten {{minimum}} o más. Pregunte a su contacto de ventas cómo saldarlos.',
  'no-card:too-large':
    'Las tarjetas admiten como máximo {{maximum}}. Divida esto en varios pedidos o pregunte a su contacto de ventas.',
  'no-card:too-small': 'Las tarjetas admiten {{minimum}} o más. Añada algo al pedido o pregunte a su contacto de ventas.',
  'no-terms:paid-at-checkout': 'Sus pedidos se pagan al hacerlos.',
  'not-order:no-address': 'Todavía no hay una dirección de entrega. Pida a su contacto de ventas que agregue una.',
  'not-order:pays-only': 'Usted puede pagar pero no pedir. Pídaselo a un colega que pueda hacer pedidos.',
  'not-ship:not-confirmed': 'Este pedido todavía no está confirmado.',
  'not-ship:shipped': 'Este pedido ya se envió.',
  'not-void:confirming': 'Stripe está confirmando un pago de este pedido. Espere el resultado.',
  'not-void:paid':
    'Este pedido está pagado y no se puede anular. No lo envíe y reembolse el pago en el panel de Stripe: el reembolso aparecerá en Diferencias para registrarlo a mano.',
  'not-void:paid-buyer':
    'Este pedido está pagado y no se puede anular aquí. Pida a su contacto de ventas que lo cancele y le reembolse.',
  'not-void:shipped': 'Este pedido ya se envió; no se puede anular.',
  'not-void:shipping': '{{name}} acaba de enviar este pedido. Pida primero al almacén que lo deshaga.',
  'not-void:voided': 'Este pedido ya fue anulado.',
  'settle-by:before_shipping': 'Por adelantado',
  'settle-by:nothing_due': 'Nada que pagar',
  'settle-by:on_account': 'A cuenta',
  'settle-by:on_delivery': 'Contra entrega',
  'settlement:before_shipping': 'La mercancía espera hasta que se paguen {{total}}; entonces se envía.',
  'settlement:nothing_due': 'No hay nada que pagar.',
  'settlement:on_account': 'La mercancía se envía primero; {{total}} se pagan hasta el vencimiento de la factura ({{terms}}).',
  'settlement:on_delivery': 'La mercancía se envía primero; {{total}} se pagan en la entrega.',
  voided: 'Este pedido fue anulado.',
}
