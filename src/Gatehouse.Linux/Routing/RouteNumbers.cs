namespace Gatehouse.Linux.Routing;

/// <summary>Numbers of rtnetlink (linux/rtnetlink.h, if_addr.h, if_link.h, fib_rules.h). Values inside attributes are in host order.</summary>
internal static class RouteNumbers
{
    public const ushort NewLink = 16;
    public const ushort GetLink = 18;
    public const ushort NewAddress = 20;
    public const ushort GetAddress = 22;
    public const ushort NewRoute = 24;
    public const ushort DeleteRoute = 25;
    public const ushort GetRoute = 26;
    public const ushort NewRule = 32;
    public const ushort DeleteRule = 33;

    /// <summary>NLM_F_APPEND: keep the order of routes with the same destination.</summary>
    public const ushort FlagAppend = 0x800;

    public const int LinkHeaderLength = 16;
    public const ushort LinkMtu = 4;
    public const uint InterfaceLoopback = 8;

    public const int AddressHeaderLength = 8;
    public const ushort AddressOfPrefix = 1;
    public const ushort AddressBroadcast = 4;

    public const int RouteHeaderLength = 12;
    public const ushort OutputInterface = 4;
    public const ushort Gateway = 5;
    public const ushort Metrics = 8;
    public const ushort Multipath = 9;
    public const ushort CacheInfo = 12;
    public const ushort Table = 15;
    public const ushort Via = 18;
    public const ushort EncapType = 21;
    public const ushort Encap = 22;
    public const ushort Expires = 23;
    public const ushort NextHopId = 30;
    public const ushort MetricMtu = 2;

    public const uint MainTable = 254;
    public const byte TypeUnicast = 1;
    public const byte TypeBlackhole = 6;
    public const byte TypeThrow = 9;
    public const uint FlagCloned = 0x200;
    public const byte NextHopDead = 1;
    public const byte NextHopOnLink = 4;

    public const int RuleHeaderLength = 12;
    public const uint RuleInvert = 2;
    public const byte RuleToTable = 1;
    public const ushort RulePriority = 6;
    public const ushort RuleMark = 10;
    public const ushort RuleTable = 15;
    public const ushort RuleMarkMask = 16;
    public const ushort RuleProtocol = 21;

    /// <summary>Multicast groups whose messages mean that links, addresses or routes changed (RTMGRP_*).</summary>
    public const uint ChangeGroups = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;
}
